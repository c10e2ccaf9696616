package org.pbxfailover.camel;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.impl.converter.EnumTypeConverter;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.SynchronousExecutorService;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.apache.camel.util.concurrent.ThreadType;
import org.pbxfailover.camel.action.Ami;
import org.pbxfailover.camel.action.AmiRegistrations;
import org.pbxfailover.camel.action.Bodies;
import org.pbxfailover.camel.action.DynDns;
import org.pbxfailover.camel.action.FreePbx;
import org.pbxfailover.camel.action.FreeSwitch;
import org.pbxfailover.camel.action.JsonRpc;
import org.pbxfailover.camel.action.Programs;
import org.pbxfailover.camel.action.Records;
import org.pbxfailover.camel.action.Requests;
import org.pbxfailover.camel.action.Route53;
import org.pbxfailover.camel.action.Updates;
import org.pbxfailover.camel.action.Vodia;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Internet;
import org.pbxfailover.config.Pair;
import org.pbxfailover.config.ProbeSettings;
import org.pbxfailover.config.Redactor;
import org.pbxfailover.notify.SmtpSender;
import org.pbxfailover.probe.HttpClients;
import org.pbxfailover.probe.Question;
import org.pbxfailover.probe.Trust;
import org.pbxfailover.probe.Wires;

/** The beans that the routes name, over one set of pairs. */
public final class Flow {
    /** IPv4, IPv6 in brackets, and the name that never moves. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]|localhost");

    /** More than a host is asked at a time, as long as it answers; who is asked for several pairs is asked once. */
    private static final int ASK_OUTSIDE = 64;

    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final Watch watch;
    private final Pulse pulse;
    private final Preflights preflights;
    private final Concerns concerns;
    private final Pairs pairs;
    private final Trial trial;
    private final Trust trust;
    private final int threads;

    /**
     * @param robot what is wrong with the robot itself, and so with every pair; must not wait for anything
     */
    public Flow(
            Configuration configuration,
            Pairs pairs,
            PollListener listener,
            Announcer announcer,
            Redactor redactor,
            Supplier<List<Concern>> robot,
            Reports reports) {
        Map<String, Questions> questions = new LinkedHashMap<>();
        Internet internet = configuration.internet();
        configuration.pairs().forEach(pair -> questions.put(pair.name(), questions(pair, internet)));
        this.watch = new Watch(pairs, questions, listener);
        this.trust = Trust.with(configuration.robot().trust());
        this.pairs = pairs;
        int asked = 2 + internet.hosts().size() + internet.witnesses().size();
        this.threads = 64 + configuration.pairs().size() * Math.max(4, asked);
        beans.put("watch", watch);
        OutsideHosts outside = new OutsideHosts(outside(internet), internet.needed());
        this.preflights = new Preflights(outside, redactor, pairs::now);
        Witnesses witnesses = new Witnesses(questions);
        this.concerns = new Concerns(configuration.readiness(), robot, new Freshness(configuration.pairs()), witnesses);
        this.trial = new Trial(configuration, pairs, questions, preflights);
        beans.put("preflights", preflights);
        beans.put(
                "readiness",
                new Readiness(
                        configuration.readiness().every(),
                        pairs,
                        preflights,
                        announcer,
                        concerns,
                        witnesses,
                        pairs::now));
        beans.put(
                "reminders",
                new Reminders(pairs, announcer, configuration.readiness().drillEvery()));
        reports.of(pairs);
        beans.put("reports", reports);
        beans.put("drills", new Drills(pairs, preflights, announcer, concerns));
        beans.put("confirm", new Confirm(pairs, questions, outside, concerns));
        beans.put("witness", new Witnessing(pairs, questions));
        beans.put("pass", new Passes(pairs));
        beans.put("stages", new Stages(pairs, redactor));
        beans.put("actionUrl", new ActionUrl());
        beans.put("messages", new Messages(pairs::now));
        beans.put("service", new Requests());
        beans.put("dns", new Records(new JournalKeeper(pairs)));
        beans.put("bodies", new Bodies());
        beans.put("dnsUpdate", new Updates());
        beans.put("dyndns", new DynDns());
        beans.put("route53", new Route53());
        beans.put("program", new Programs(configuration.robot().commands()));
        beans.put("ami", new Ami());
        beans.put("amiRegistrations", new AmiRegistrations());
        beans.put("freeswitch", new FreeSwitch());
        beans.put("opensips", new JsonRpc("OpenSIPS"));
        beans.put("freepbx", new FreePbx());
        beans.put("vodia", new Vodia());
        beans.put("kamailio", new JsonRpc("Kamailio"));
        this.pulse = new Pulse(configuration, watch, pairs);
        beans.put("heartbeat", pulse);
    }

    public Preflights preflights() {
        return preflights;
    }

    /** Of everything that these pairs would need. */
    public Trial trial() {
        return trial;
    }

    public Concerns concerns() {
        return concerns;
    }

    public Watch watch() {
        return watch;
    }

    public Pulse pulse() {
        return pulse;
    }

    /** Makes the beans, the component {@code stage:} and the threads known to a context that is not started yet. */
    public void bind(CamelContext context) {
        try {
            HttpClients.bind(context, pairs::now, trust);
            Wires wires = context.getRegistry().lookupByNameAndType("wires", Wires.class);
            context.getRegistry().bind("mailSender", new SmtpSender(wires));
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP clients cannot be made: " + e.getMessage(), e);
        }
        Faults.report(context, pairs::now);
        knowEnums(context);
        beans.forEach((name, bean) -> context.getRegistry().bind(name, bean));
        context.addComponent("stage", new StageComponent());
        context.getExecutorServiceManager().registerThreadPoolProfile(threads());
        context.getRegistry().bind("outside", outside());
    }

    /**
     * As {@link #bind}, for the one context that guards. Others, in which an edit is tried, come and go beside it; if the watch had threads of
     * theirs, time would stand still for every pair as soon as they are gone, and no maintenance would end.
     */
    public void guard(CamelContext context) {
        bind(context);
        watch.aside(context.getExecutorServiceManager().newThreadPool(this, "time", "probes"));
    }

    /**
     * Every node of every route has an error handler that asks for the converter of its logging levels, and every action's request names
     * its method. Without converters of their own Camel searches all it has for these enums each time: an eighth of the start, and an
     * eleventh of what a thousand activations at once cost.
     */
    private static void knowEnums(CamelContext context) {
        for (Class<?> type : List.of(LoggingLevel.class, HttpMethods.class)) {
            context.getTypeConverterRegistry().addTypeConverter(type, String.class, new EnumTypeConverter());
        }
    }

    /**
     * Threads for everything that waits for somebody else. They are made when needed and go when idle; a confirmation needs one for
     * everybody who is asked, so that all pairs may die in one moment. Should even these not do, the caller does the work itself. Where
     * Camel uses virtual threads there is one for each task instead, and no limit but that a pair has one poll at a time.
     */
    private ThreadPoolProfile threads() {
        ThreadPoolProfile profile = new ThreadPoolProfile("probes");
        // Not 0: out of no thread and no queue Camel makes one single thread, and one slow answer would hold up all
        // pairs.
        profile.setPoolSize(1);
        profile.setMaxPoolSize(Math.min(4000, threads));
        profile.setMaxQueueSize(0);
        profile.setKeepAliveTime((long) SystemThreads.IDLE_SECONDS);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.CallerRuns);
        return profile;
    }

    /** Threads of the system for questions to outside hosts. Where all are, another one would only be one more that has to come to its turn. */
    private static ExecutorService outside() {
        return ThreadType.current() == ThreadType.VIRTUAL
                ? SystemThreads.pool("ask-outside", ASK_OUTSIDE)
                : new SynchronousExecutorService();
    }

    private static Questions questions(Pair pair, Internet internet) {
        Pair.Primary primary = pair.primary();
        Question web = Question.of(primary.probe(), pinned(primary.probe().url(), primary));
        Optional<Question> sip =
                primary.sip().map(uri -> Question.sip(uri, primary.probe().timeout(), pinned(uri, primary)));
        return new Questions(
                sip.map(web::and).orElse(web),
                pair.secondary().probe().map(probe -> Question.of(probe, Optional.empty())),
                sip.filter(side -> primary.sipVeto()),
                witnesses(primary.probe(), internet));
    }

    private static Map<String, Question> witnesses(ProbeSettings probe, Internet internet) {
        Duration patience = internet.patience(probe.timeout());
        Map<String, Question> witnesses = new LinkedHashMap<>();
        internet.witnesses()
                .forEach(witness ->
                        witnesses.put("witness " + witness.name(), Question.of(witness, probe.url(), patience)));
        return witnesses;
    }

    /**
     * A name may belong to the secondary by the time it is asked again (fault 31), so the primary's address takes its place. An address in
     * the URL means itself: there {@code primary.address} is only what users are sent to.
     */
    private static Optional<String> pinned(URI uri, Pair.Primary primary) {
        return ADDRESS.matcher(uri.getHost()).matches() ? Optional.empty() : primary.address();
    }

    private static List<Confirm.Outside> outside(Internet internet) {
        return internet.hosts().stream()
                .map(host -> new Confirm.Outside(host.uri().toString(), Question.of(host, internet.timeout())))
                .toList();
    }
}
