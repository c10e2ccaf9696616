package org.pbxfailover.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ReflectionException;
import org.jspecify.annotations.Nullable;
import org.pbxfailover.operator.Operator;
import org.pbxfailover.operator.OrderAnswer;
import org.pbxfailover.operator.OrderTexts;
import org.pbxfailover.operator.PairView;
import org.pbxfailover.operator.PairView.ProbeView;

/**
 * One pair in JMX: its state as attributes, its orders as operations. A dynamic MBean, because then all pairs share one description
 * and a thousand of them weigh next to nothing. An operation answers with the sentence that a person wants to read.
 */
final class PairBean implements DynamicMBean {
    private static final String TEXT = String.class.getName();
    private static final String BY = "console";

    /** One attribute: how it is described, and what it is of a view. */
    private record Shown(String name, Class<?> type, String description, Function<PairView, Object> value) {}

    private static final List<Shown> SHOWN = List.of(
            new Shown("Name", String.class, "The pair's name in the configuration", PairView::name),
            new Shown("State", String.class, "watching, suspect, blind, activating, active …", PairView::state),
            new Shown("Since", String.class, "When it came into this state", view -> text(view.since())),
            new Shown("Sentence", String.class, "Why it is in this state", PairView::sentence),
            new Shown(
                    "Epoch",
                    Long.class,
                    "The number of the newest epoch, be it a failover, a switchover or a fail-back; 0: none yet",
                    view -> view.epoch().orElse(0)),
            new Shown("Failures", Integer.class, "Failed probes in a row", PairView::failures),
            new Shown("NeededFailures", Integer.class, "Failed probes in a row that count", PairView::neededFailures),
            new Shown("Ready", Boolean.class, "Whether a failover would work if it came now", PairView::ready),
            new Shown("NotReady", String[].class, "Why not", view -> texts(view.notReady())),
            new Shown(
                    "NotReadySince",
                    String.class,
                    "Since when",
                    view -> view.notReadySince().map(PairBean::text).orElse("")),
            new Shown("Alarms", String[].class, "What a person should look at", view -> texts(view.alarms())),
            new Shown("LastProbe", String.class, "The last probe of the primary", view -> text(view.primary())),
            new Shown(
                    "SecondaryProbe", String.class, "The last probe of the secondary", view -> text(view.secondary())),
            new Shown("Mode", String.class, "live, or shadow: decides and reports, never acts", PairView::mode),
            new Shown(
                    "MaintenanceUntil",
                    String.class,
                    "The end of the maintenance",
                    view -> view.maintenanceUntil().map(PairBean::text).orElse("")),
            new Shown(
                    "OnHold",
                    Boolean.class,
                    "Whether a person has put it on hold: it takes no order that switches or suspends it, only its release",
                    PairView::onHold),
            new Shown(
                    "SuspendedBy",
                    String.class,
                    "Who has ordered the maintenance or the hold, and why if that was said",
                    view -> view.suspendedBy().orElse("")),
            new Shown(
                    "Drill",
                    String.class,
                    "The newest drill",
                    view -> view.drill()
                            .map(drill -> drill.ended()
                                    .map(result -> result.at() + " " + result.sentence())
                                    .orElse("under way since " + drill.began()))
                            .orElse("none yet")),
            new Shown(
                    "Stages",
                    String[].class,
                    "The stages of the open epoch",
                    view -> texts(view.stages().stream()
                            .map(stage -> "%s: %s, %d calls, %s"
                                    .formatted(stage.stage(), stage.state(), stage.attempts(), stage.detail()))
                            .toList())));
    private static final Map<String, Shown> BY_NAME =
            SHOWN.stream().collect(Collectors.toUnmodifiableMap(Shown::name, shown -> shown));

    private static final MBeanParameterInfo REASON =
            new MBeanParameterInfo("reason", TEXT, "Why, for the journal; may be empty");
    private static final MBeanInfo INFO = new MBeanInfo(
            PairBean.class.getName(),
            "A pair of PBX servers",
            SHOWN.stream()
                    .map(shown -> new MBeanAttributeInfo(
                            shown.name(), shown.type().getName(), shown.description(), true, false, false))
                    .toArray(MBeanAttributeInfo[]::new),
            null,
            new MBeanOperationInfo[] {
                order("failover", "Planned switchover to the secondary, now", REASON),
                order(
                        "failBack",
                        "Back to the primary",
                        new MBeanParameterInfo(
                                "force", "boolean", "true: also when the primary does not answer steadily"),
                        REASON),
                order(
                        "maintenance",
                        "Suspends decisions; probing goes on",
                        new MBeanParameterInfo("duration", TEXT, "For how long: 30m, 2h; 1 s to 7 d"),
                        REASON),
                order("endMaintenance", "Ends the maintenance now", REASON),
                order("acknowledge", "A person has seen the alarms", REASON),
                order("hold", "Decides nothing about the pair until it is released", REASON),
                order("release", "The end of a hold that a person has ordered", REASON),
                order(
                        "drill",
                        "Rehearses every preflight and a death on paper",
                        new MBeanParameterInfo(
                                "live", "boolean", "true: then also a planned switchover and the way back"),
                        REASON)
            },
            null);

    private final Operator operator;
    private final String pair;

    PairBean(Operator operator, String pair) {
        this.operator = operator;
        this.pair = pair;
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        return INFO;
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException {
        @Nullable Shown shown = BY_NAME.get(name);
        if (shown == null) {
            throw new AttributeNotFoundException("A pair has no attribute " + name + ".");
        }
        return operator.pair(pair)
                .map(shown.value())
                .orElseThrow(() -> new AttributeNotFoundException("There is no pair " + pair + " any more."));
    }

    /** All of one snapshot, so that they fit together. */
    @Override
    public AttributeList getAttributes(String[] names) {
        AttributeList list = new AttributeList();
        operator.pair(pair)
                .ifPresent(view -> Arrays.stream(names)
                        .map(BY_NAME::get)
                        .flatMap(shown -> Optional.ofNullable(shown).stream())
                        .forEach(shown -> list.add(
                                new Attribute(shown.name(), shown.value().apply(view)))));
        return list;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException("Attributes of a pair can only be read; orders are operations.");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public Object invoke(String order, Object[] arguments, String[] signature)
            throws MBeanException, ReflectionException {
        List<String> given = new ArrayList<>();
        for (Object argument : arguments) {
            given.add(argument == null ? "" : argument.toString());
        }
        if (Arrays.stream(INFO.getOperations())
                .noneMatch(known -> known.getName().equals(order) && known.getSignature().length == given.size())) {
            throw new ReflectionException(
                    new NoSuchMethodException(order), "A pair knows no order " + order + " with these parameters.");
        }
        try {
            String by = OrderTexts.by(BY, given.get(given.size() - 1));
            return sentence(
                    switch (order) {
                        case "failover" -> operator.failover(pair, OptionalLong.empty(), by);
                        case "failBack" ->
                            operator.failBack(pair, OptionalLong.empty(), Boolean.parseBoolean(given.get(0)), by);
                        case "maintenance" ->
                            operator.maintenance(pair, OptionalLong.empty(), OrderTexts.duration(given.get(0)), by);
                        case "hold" -> operator.hold(pair, OptionalLong.empty(), by);
                        case "release" -> operator.release(pair, OptionalLong.empty(), by);
                        case "drill" ->
                            operator.drill(pair, OptionalLong.empty(), Boolean.parseBoolean(given.get(0)), by);
                        case "endMaintenance" -> operator.endMaintenance(pair, OptionalLong.empty(), by);
                        default -> operator.acknowledge(pair, OptionalLong.empty(), by);
                    });
        } catch (IllegalArgumentException e) {
            return "Refused: " + e.getMessage();
        }
    }

    private static String sentence(OrderAnswer answer) {
        return (answer instanceof OrderAnswer.Accepted ? "Accepted: " : "Refused: ") + answer.sentence();
    }

    private static MBeanOperationInfo order(String name, String description, MBeanParameterInfo... parameters) {
        return new MBeanOperationInfo(name, description, parameters, TEXT, MBeanOperationInfo.ACTION);
    }

    private static String text(Optional<ProbeView> probe) {
        return probe.map(seen -> "%s %s, %d ms, %s"
                        .formatted(seen.alive() ? "alive:" : "failed:", seen.phrase(), seen.tookMillis(), seen.at()))
                .orElse("none yet");
    }

    private static String text(Object value) {
        return value.toString();
    }

    private static String[] texts(List<String> sentences) {
        return sentences.toArray(String[]::new);
    }
}
