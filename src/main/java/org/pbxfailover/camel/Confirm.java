package org.pbxfailover.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.pbxfailover.core.Confirmation;
import org.pbxfailover.core.Decision;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.FailureClass;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.OutsideAnswer;
import org.pbxfailover.core.Probe;
import org.pbxfailover.core.SecondOpinion;
import org.pbxfailover.core.Step;
import org.pbxfailover.probe.Question;

/** Bean {@code confirm}: who is asked after the last tolerated failure, and what their answers mean to the core. */
public final class Confirm {

    /** An outside host by the name that sentences show. */
    public record Outside(String host, Question question) {}

    private enum Who {
        PRIMARY,
        SIP_SIDE,
        WITNESS,
        OUTSIDE
    }

    /** What one confirmation wants to know of somebody. */
    private record Asking(Guarded guarded, long round, Who who, String host, Question question) {}

    /** A question, as a message of the flow. */
    private record Ask(Question question, boolean outside, SharedAsk<Asking> of) {}

    private final Pairs pairs;
    private final Map<String, SharedAsk<Asking>> next = new ConcurrentHashMap<>();
    private final Map<String, Questions> questions;
    private final OutsideHosts outside;
    private final Concerns concerns;

    public Confirm(Pairs pairs, Map<String, Questions> questions, OutsideHosts outside, Concerns concerns) {
        this.concerns = concerns;
        this.pairs = pairs;
        this.questions = questions;
        this.outside = outside;
    }

    /**
     * Everybody who is asked, the primary first; nobody when the confirmation is over already. An outside host that is about to be asked for
     * another pair is not among them: its answer will be for both.
     */
    public List<Object> questions(Exchange exchange) {
        Guarded guarded =
                pairs.find(exchange.getProperty(Glue.PAIR, String.class)).orElseThrow();
        Optional<Confirmation> underWay = guarded.state().confirmation();
        if (underWay.isEmpty()) {
            return List.of();
        }
        long round = underWay.get().round();
        if (forbidden(guarded, round)) {
            return List.of();
        }
        Questions own = Objects.requireNonNull(questions.get(guarded.name()));
        List<Asking> askings = new ArrayList<>();
        askings.add(new Asking(guarded, round, Who.PRIMARY, "primary", own.primary()));
        own.sipSide().ifPresent(side -> askings.add(new Asking(guarded, round, Who.SIP_SIDE, "its SIP side", side)));
        own.witnesses().forEach((by, question) -> askings.add(new Asking(guarded, round, Who.WITNESS, by, question)));
        List<Object> asks = new ArrayList<>();
        Moment now = pairs.now();
        askings.forEach(asking -> asks.add(new Ask(asking.question(), false, new SharedAsk<>(asking, now))));
        outside.all().forEach(host -> shared(guarded, round, host, now).ifPresent(asks::add));
        guarded.primary.outOfTurn(now.nanos());
        return asks;
    }

    /** Empty: another pair's question, which is still to be asked, is for this one as well. */
    private Optional<Ask> shared(Guarded guarded, long round, Outside host, Moment now) {
        Asking asking = new Asking(guarded, round, Who.OUTSIDE, host.host(), host.question());
        SharedAsk<Asking> own = new SharedAsk<>(asking, now);
        SharedAsk<Asking> asked = next.merge(host.host(), own, (open, fresh) -> open.join(asking, now) ? open : fresh);
        return asked == own ? Optional.of(new Ask(host.question(), true, own)) : Optional.empty();
    }

    /** Where the configuration makes something fatal, the core hears first whether it is so. */
    private boolean forbidden(Guarded guarded, long round) {
        if (!concerns.forbids()) {
            return false;
        }
        List<String> reasons = concerns.fatal(guarded);
        String detail = reasons.isEmpty() ? "nothing" : String.join("; ", reasons);
        pairs.tell(
                guarded,
                new Event.OpinionAsked(round, new SecondOpinion(SecondOpinion.READINESS, !reasons.isEmpty(), detail)));
        return !reasons.isEmpty();
    }

    /** Before the probe: who is asked, and for whom. */
    public void ask(Exchange exchange) {
        Ask ask = exchange.getMessage().getBody(Ask.class);
        exchange.setProperty(Glue.POLL, ask.of().begin());
        exchange.setProperty(Glue.QUESTION, ask.question());
        exchange.setProperty(Glue.OUTSIDE, ask.outside());
    }

    /** After the probe: every confirmation that the answer is for. */
    public Object answers(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(Glue.POLL));
    }

    /** From here on the message is that of one of them. */
    public void turnTo(Exchange exchange) {
        Asking asking = exchange.getMessage().getBody(Asking.class);
        exchange.setProperty(Glue.POLL, asking);
        exchange.setProperty(Glue.PAIR, asking.guarded().name());
    }

    /** The outside has answered: the primary is asked once more, by a probe that begins after that. */
    public void askOnceMore(Exchange exchange) {
        Asking asking = exchange.getProperty(Glue.POLL, Asking.class);
        Guarded guarded = asking.guarded();
        Question primary = Objects.requireNonNull(questions.get(guarded.name())).primary();
        exchange.setProperty(Glue.POLL, new Asking(guarded, asking.round(), Who.PRIMARY, "primary", primary));
        exchange.setProperty(Glue.QUESTION, primary);
        guarded.primary.outOfTurn(pairs.now().nanos());
    }

    /** One more answer for the core, which decides as soon as it can. */
    public void answered(Exchange exchange) {
        Asking asking = exchange.getProperty(Glue.POLL, Asking.class);
        Probe probe = exchange.getProperty(Glue.PROBE, Probe.class);
        Guarded guarded = asking.guarded();
        if (asking.who() == Who.PRIMARY) {
            guarded.primaryProbe(probe);
            guarded.primary.ended();
            guarded.primary.soon(guarded.pair.primary().probe().recheck());
        }
        if (asking.who() == Who.OUTSIDE) {
            outside.heard(asking.host(), probe.alive());
        }
        Decision decision =
                pairs.tell(guarded, event(asking, probe)).map(Step::decision).orElse(Decision.NOTHING);
        exchange.setProperty(Glue.DECISION, decision.label());
    }

    /** What a witness has seen, or why it says nothing. */
    private static String said(Probe probe) {
        if (!(probe.finding() instanceof Finding.Failed failed)) {
            return probe.finding().phrase();
        }
        return failed.failure() == FailureClass.BODY ? failed.detail() : "it says nothing: " + failed.detail();
    }

    private static Event event(Asking asking, Probe probe) {
        String phrase = probe.finding().phrase();
        return switch (asking.who()) {
            case PRIMARY -> new Event.LastProbed(asking.round(), probe);
            case SIP_SIDE ->
                new SecondOpinion(asking.host(), asking.guarded().rules.seesLife(probe), phrase)
                        .heard(asking.round(), probe);
            case WITNESS -> new SecondOpinion(asking.host(), probe.alive(), said(probe)).heard(asking.round(), probe);
            case OUTSIDE ->
                new Event.OutsideAsked(
                        asking.round(), new OutsideAnswer(asking.host(), probe.alive(), phrase, probe.took()));
        };
    }
}
