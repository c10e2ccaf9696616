package org.pbxfailover.camel;

import org.pbxfailover.core.Reply;

/** What the route of an action throws when whoever was asked has said nothing, so that a look has found nothing out and a call may be anything. */
public final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1;

    private final Reply reply;

    /**
     * @param reply what that means for a call that changes something: {@link Reply#REFUSED} only where it was not begun
     * @param sentence the whole of what people read
     */
    public NoAnswer(Reply reply, String sentence) {
        super(sentence);
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
