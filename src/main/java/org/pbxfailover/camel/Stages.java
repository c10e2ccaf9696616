package org.pbxfailover.camel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.pbxfailover.camel.Passes.Pass;
import org.pbxfailover.config.Action;
import org.pbxfailover.config.Pair;
import org.pbxfailover.config.Redactor;
import org.pbxfailover.config.SecretException;
import org.pbxfailover.core.ActionKey;
import org.pbxfailover.core.Effect;
import org.pbxfailover.core.EpochKind;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.Next;
import org.pbxfailover.core.Reply;
import org.pbxfailover.core.Run;
import org.pbxfailover.core.Step;

/** Bean {@code stages}: what is to be done next in a stage, and what came of it. The answers go to the core, which decides. */
public final class Stages {
    /** {@link Glue#NEXT}: every action of the stage is passed. */
    static final String PASSED = "passed";

    private static final String CALL = "call";
    private static final String VERIFY = "verify";
    private static final String WAIT = "wait";

    private final Pairs pairs;
    private final Redactor redactor;

    /**
     * @param redactor takes secrets out of what servers answered, before it is kept and shown
     */
    public Stages(Pairs pairs, Redactor redactor) {
        this.pairs = pairs;
        this.redactor = redactor;
    }

    /** Sets {@link Glue#NEXT}; before a {@code call} its intent is durable. */
    public void next(Exchange exchange) {
        Pass pass = exchange.getProperty(Glue.PASS, Pass.class);
        String stage = exchange.getProperty(Glue.STAGE, String.class);
        exchange.setProperty(Glue.NEXT, next(exchange, pass, stage));
    }

    private String next(Exchange exchange, Pass pass, String stage) {
        if (pass.guarded().owed().isPresent()) {
            return WAIT; // it is known what became of the last call, though not to the journal: nothing may follow from
            // less
        }
        List<Action> actions = actions(pass, stage);
        for (int i = 0; i < actions.size(); i++) {
            Optional<Run> run = pass.guarded().state().run().filter(open -> open.epoch() == pass.epoch());
            if (run.isEmpty()) {
                return WAIT; // a person changed direction: this pass is over
            }
            ActionKey key = new ActionKey(stage, i + 1);
            Next next = run.get().next(key, actions.get(i).rules(), pairs.now());
            if (next instanceof Next.Pass) {
                continue;
            }
            return begin(exchange, pass, key, actions.get(i), next);
        }
        return PASSED;
    }

    private String begin(Exchange exchange, Pass pass, ActionKey key, Action action, Next next) {
        if (next instanceof Next.Wait) {
            return WAIT;
        }
        Doing doing = new Doing(pass, key, action);
        exchange.setProperty(Glue.POLL, doing);
        if (next instanceof Next.Verify) {
            Action look = action.verify().orElseThrow().call();
            return prepared(exchange, doing, look, why -> looked(doing, Effect.UNKNOWN, why)) ? VERIFY : WAIT;
        }
        int attempt = ((Next.Call) next).attempt();
        String beside = OpenStages.actions(actions(pass), key.stage());
        Optional<Step> intent =
                pairs.tell(pass.guarded(), new Event.CallBeginning(pass.epoch(), key, action.rules(), attempt, beside));
        if (intent.isEmpty() || intent.get().entries().isEmpty()) {
            return WAIT;
        }
        if (!prepared(exchange, doing, action, why -> returned(doing, Reply.REFUSED, why))) {
            return WAIT;
        }
        exchange.setProperty(ActionUrl.IDEMPOTENCY_KEY, idempotencyKey(pass, key));
        return CALL;
    }

    /** A request that cannot even be made, because a secret is not there, is a failed attempt: it is counted, said and tried again. */
    private boolean prepared(Exchange exchange, Doing doing, Action request, Consumer<String> failure) {
        try {
            prepare(exchange, doing.pass(), doing.key(), request);
            return true;
        } catch (SecretException e) {
            failure.accept(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void prepare(Exchange exchange, Pass pass, ActionKey key, Action action) {
        Map<String, String> placeholders = new HashMap<>(pass.guarded().placeholders());
        placeholders.put("epoch", String.valueOf(pass.epoch()));
        placeholders.put("stage", key.stage());
        placeholders.put("reason", pass.reason());
        exchange.removeProperty(ActionUrl.IDEMPOTENCY_KEY);
        ActionUrl.direct(exchange, pass.guarded().pair, pass.kind() == EpochKind.FAIL_BACK);
        ActionUrl.prepare(exchange, action, placeholders);
    }

    private static String idempotencyKey(Pass pass, ActionKey key) {
        return pass.guarded().name() + "-" + pass.epoch() + "-" + key.stage() + "-" + key.action();
    }

    /** After a call: was it accepted? */
    public void called(Exchange exchange) {
        Doing doing = exchange.getProperty(Glue.POLL, Doing.class);
        CallAnswer answer = ActionUrl.answer(exchange, doing.action(), redactor.of(doing.action()));
        returned(doing, answer.reply(), answer.detail());
    }

    private void returned(Doing doing, Reply reply, String detail) {
        tell(
                doing,
                new Event.CallReturned(
                        doing.pass().epoch(), doing.key(), doing.action().rules(), reply, detail));
    }

    /** After a look at the effect: does it hold? */
    public void verified(Exchange exchange) {
        Doing doing = exchange.getProperty(Glue.POLL, Doing.class);
        Action look = doing.action().verify().orElseThrow().call();
        // The page may show what the call has sent.
        CallAnswer answer = ActionUrl.answer(exchange, look, redactor.of(doing.action()));
        looked(doing, answer.effect(), answer.detail());
    }

    private void looked(Doing doing, Effect effect, String detail) {
        tell(
                doing,
                new Event.Looked(
                        doing.pass().epoch(), doing.key(), doing.action().rules(), effect, detail));
    }

    private void tell(Doing doing, Event result) {
        Guarded guarded = doing.pass().guarded();
        if (pairs.tell(guarded, result).isEmpty()) {
            guarded.owed(Optional.of(result));
        }
    }

    private static List<Action> actions(Pass pass, String stage) {
        return actions(pass).getOrDefault(stage, List.of());
    }

    /** The actions of every stage of a pass. */
    static Map<String, List<Action>> actions(Pass pass) {
        return actions(pass.kind(), pass.guarded().pair);
    }

    static Map<String, List<Action>> actions(EpochKind kind, Pair pair) {
        return kind == EpochKind.FAIL_BACK ? pair.failback() : pair.activation();
    }

    /** What the pass is doing between two steps of the route. */
    private record Doing(Pass pass, ActionKey key, Action action) {}
}
