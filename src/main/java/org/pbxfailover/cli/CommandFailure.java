package org.pbxfailover.cli;

/** A command cannot do what it was asked. The message is one sentence for a person and all that they see. */
public final class CommandFailure extends RuntimeException {
    /** Refused, or something is not as it should be. */
    public static final int REFUSED = 1;

    /** The command line or the configuration is invalid. */
    public static final int INVALID = 2;

    /** No robot answers. */
    public static final int UNREACHABLE = 3;

    private final int exit;

    private CommandFailure(int exit, String sentence) {
        super(sentence);
        this.exit = exit;
    }

    public static CommandFailure refused(String sentence) {
        return new CommandFailure(REFUSED, sentence);
    }

    public static CommandFailure invalid(String sentence) {
        return new CommandFailure(INVALID, sentence);
    }

    public static CommandFailure unreachable(String sentence) {
        return new CommandFailure(UNREACHABLE, sentence);
    }

    /** The exit status of the command: 1, 2 or 3. */
    public int exit() {
        return exit;
    }
}
