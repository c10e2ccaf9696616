package org.pbxfailover.core;

/** What a pass through a stage has to do with one action now. */
public sealed interface Next {

    /** Write the intent, then call it. */
    record Call(int attempt) implements Next {}

    /** Look whether its effect is there. */
    record Verify() implements Next {}

    /** Nothing before that moment: this pass ends here. */
    record Wait(Moment until) implements Next {}

    /** It is done or given up: on to the next one. */
    record Pass() implements Next {}
}
