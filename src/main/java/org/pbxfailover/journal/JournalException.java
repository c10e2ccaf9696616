package org.pbxfailover.journal;

/** The journal cannot be read or written. The message is one sentence for a person: the file, what is wrong, what to do. */
public final class JournalException extends RuntimeException {
    public JournalException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    public JournalException(String sentence) {
        super(sentence);
    }
}
