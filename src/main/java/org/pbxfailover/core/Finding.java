package org.pbxfailover.core;

/** What one probe found. */
public sealed interface Finding {

    /** One phrase for people, without secrets: {@code "302 Found"} or {@code "refused: connection refused"}. */
    String phrase();

    /** The primary is alive. */
    record Alive(String phrase) implements Finding {}

    /** The primary is not alive, or (when the class does not count) nothing can be said of it. */
    record Failed(FailureClass failure, String detail) implements Finding {
        @Override
        public String phrase() {
            return failure.label() + ": " + detail;
        }
    }
}
