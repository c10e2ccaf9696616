package org.pbxfailover.probe;

import java.nio.charset.Charset;
import java.util.Optional;
import org.pbxfailover.core.Finding;

/** What an HTTP answer must be to be a good one. Pure; must not throw. */
public interface AnswerRule {

    /** Whether it looks at the body at all. */
    boolean readsBody();

    /** What the answer means, in words for people. */
    Finding judge(Answer answer);

    /**
     * What came back.
     *
     * @param words the status with the words behind it: {@code 200 OK}
     * @param body its first 64 KiB
     * @param charset as declared
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Answer(int status, String words, byte[] body, Optional<Charset> charset) {}
}
