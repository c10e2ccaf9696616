package org.pbxfailover.config;

/** A secret cannot be had now. The message is a clause for a person and never holds a value. */
public final class SecretException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    SecretException(String clause) {
        super(clause);
    }
}
