package org.pbxfailover.probe;

import static org.pbxfailover.core.FailureClass.BODY;
import static org.pbxfailover.core.FailureClass.DENIED;
import static org.pbxfailover.core.FailureClass.STATUS;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pbxfailover.config.StatusRange;
import org.pbxfailover.core.Finding;

/**
 * A page with a good status, and with the text that it should hold.
 *
 * @param status what counts as alive
 * @param contains text that must be in the first 64 KiB of the body
 */
record PageRule(StatusRange status, Optional<String> contains) implements AnswerRule {
    /** Somebody is there and refuses us: a wrong credential or a busy server, not a dead one (fault 12). */
    private static final Set<Integer> REFUSALS = Set.of(401, 403, 429);

    @Override
    public boolean readsBody() {
        return contains.isPresent();
    }

    @Override
    public Finding judge(Answer answer) {
        if (!status.contains(answer.status())) {
            return new Finding.Failed(REFUSALS.contains(answer.status()) ? DENIED : STATUS, answer.words());
        }
        return contains.filter(text -> !holds(answer, text))
                .<Finding>map(text -> new Finding.Failed(
                        BODY, answer.words() + ", but without the text '" + Phrases.clean(text) + "'"))
                .orElseGet(() -> new Finding.Alive(answer.words()));
    }

    /** Pages without a declared charset are UTF-8 or, on old servers, Latin 1. */
    private static boolean holds(Answer answer, String text) {
        return Stream.concat(answer.charset().stream(), Stream.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1))
                .distinct()
                .anyMatch(candidate -> new String(answer.body(), candidate).contains(text));
    }
}
