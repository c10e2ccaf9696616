package org.pbxfailover.camel;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.pbxfailover.config.Configuration;
import org.pbxfailover.config.Internet;
import org.pbxfailover.config.Pair;
import org.pbxfailover.config.ProbeSettings;
import org.pbxfailover.config.Redactor;
import org.pbxfailover.probe.HttpClients;
import org.pbxfailover.probe.Question;

/** The beans that the routes name, over one set of pairs. */
public final class Flow {
    /** IPv4, IPv6 in brackets, and the name that never moves. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]|localhost");

    private final Map<String, Object> beans = new LinkedHashMap<>();
    private final Watch watch;
    private final Readiness readiness;
    private final Pairs pairs;
    private final int threads;

    /**
     * @param concerns what is wrong with the robot itself and makes every pair not ready
     */
    public Flow(
            Configuration configuration,
            Pairs pairs,
            PollListener listener,
            Announcer announcer,
            Redactor redactor,
            Supplier<List<String>> concerns) {
        Map<String, Questions> questions = new LinkedHashMap<>();
        Internet internet = configuration.internet();
        configuration.pairs().forEach(pair -> questions.put(pair.name(), questions(pair, internet)));
        this.watch = new Watch(pairs, questions, listener);
        this.pairs = pairs;
        int asked = 2 + internet.hosts().size() + internet.witnesses().size();
        this.threads = 64 + configuration.pairs().size() * Math.max(4, asked);
        beans.put("watch", watch);
        List<Confirm.Outside> outside = outside(internet);
        this.readiness = new Readiness(configuration, pairs, outside, announcer, redactor, concerns, pairs::now);
        beans.put("readiness", readiness);
        beans.put("confirm", new Confirm(pairs, questions, outside));
        beans.put("witness", new Witnessing(pairs, questions));
        beans.put("pass", new Passes(pairs));
        beans.put("stages", new Stages(pairs, redactor));
        beans.put("actionUrl", new ActionUrl());
        beans.put("ami", new Ami());
        beans.put("freeswitch", new FreeSwitch());
        beans.put("opensips", new JsonRpc("OpenSIPS"));
        beans.put("freepbx", new FreePbx());
        beans.put("vodia", new Vodia());
        beans.put("kamailio", new JsonRpc("Kamailio"));
        beans.put("heartbeat", new Pulse(configuration, watch, pairs));
    }

    public Readiness readiness() {
        return readiness;
    }

    public Watch watch() {
        return watch;
    }

    /** Makes the beans, the component {@code stage:} and the threads known to a context that is not started yet. */
    public void bind(CamelContext context) {
        try {
            HttpClients.bind(context, pairs::now);
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP clients cannot be made: " + e.getMessage(), e);
        }
        Faults.report(context);
        beans.forEach((name, bean) -> context.getRegistry().bind(name, bean));
        context.addComponent("stage", new StageComponent());
        context.getExecutorServiceManager().registerThreadPoolProfile(threads());
    }

    /**
     * Threads for everything that waits for somebody else. They are made when needed and go when idle; a confirmation needs one for
     * everybody who is asked, so that all pairs may die in one moment. Should even these not do, the caller does the work itself.
     */
    private ThreadPoolProfile threads() {
        ThreadPoolProfile profile = new ThreadPoolProfile("probes");
        // Not 0: out of no thread and no queue Camel makes one single thread, and one slow answer would hold up all
        // pairs.
        profile.setPoolSize(1);
        profile.setMaxPoolSize(Math.min(4000, threads));
        profile.setMaxQueueSize(0);
        profile.setKeepAliveTime(10L);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.CallerRuns);
        return profile;
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
