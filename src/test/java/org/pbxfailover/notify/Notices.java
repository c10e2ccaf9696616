package org.pbxfailover.notify;

import java.util.Optional;

/** Notices for tests. */
final class Notices {
    private Notices() {}

    static Notice.Single notice(String pair, String event) {
        return notice(pair, event, event, "the primary does not answer (refused: connection refused): failure 1 of 3");
    }

    static Notice.Single notice(String pair, String event, String state, String sentence) {
        return new Notice.Single(
                "standby-dc2", pair, event, state, 1, sentence, "2026-11-24T03:12:07.123456Z", Optional.empty());
    }
}
