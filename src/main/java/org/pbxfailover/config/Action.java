package org.pbxfailover.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.pbxfailover.core.ActionRules;

/**
 * What a stage calls: a route {@code routes/actions/NAME.camel.yaml} and the settings that it reads.
 *
 * @param action the route's name: {@code http}, or one that an operator added
 * @param required without success the next stage waits
 * @param attempts before {@code stalled} is raised (required) or the action is given up (not required), 1 to 1000
 * @param backoff the pause after the first failed attempt; it doubles each time up to a minute
 * @param timeout total, for each call
 * @param preflight a harmless request that shows beforehand whether the action would work: an {@code http} action or one that comes with
 *     the action
 * @param settings all other keys, as written; strings are {@link Template}s, also inside maps and lists; numbers and booleans as such
 */
public record Action(
        String action,
        boolean required,
        int attempts,
        Duration backoff,
        Duration timeout,
        Expect expect,
        Optional<Verify> verify,
        Optional<Action> preflight,
        Map<String, Object> settings) {

    /** What must be true of the answer: its status, and a text that its body contains. */
    public record Expect(StatusRange status, Optional<String> body) {}

    /**
     * A harmless request that shows the effect of the action; repeated until it holds.
     *
     * @param call how to ask: an {@code http} action, or one that comes with the action, with its own {@code expect}
     * @param within the action has failed when it does not hold by then
     * @param every from the end of a look to the next one
     * @param proves whether what it looks for cannot be there without the action: then a call whose answer was lost need not be repeated
     */
    public record Verify(Action call, Duration within, Duration every, boolean proves) {}

    /**
     * Tells it from other actions of its stage, also after a restart: its name and a digest of its settings as they are shown, so without
     * secrets.
     */
    public String mark() {
        return action + " "
                + Integer.toHexString(new TreeMap<>(settings).toString().hashCode());
    }

    /** Whether its settings are this pair's alone, and not the same text for every pair, filled in by placeholders or left to the pair. */
    public boolean itsOwn() {
        String shown = settings.toString();
        return !settings.isEmpty()
                && Stream.of("pair", "primary", "secondary").noneMatch(word -> shown.contains("{" + word + "}"));
    }

    /** What the core must know of it. */
    public ActionRules rules() {
        return verify.map(look ->
                        new ActionRules(required, attempts, backoff, true, look.proves(), look.within(), look.every()))
                .orElseGet(() -> new ActionRules(required, attempts, backoff, false, Duration.ZERO, Duration.ZERO));
    }
}
