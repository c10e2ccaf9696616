package org.pbxfailover.camel;

/** What the route of an action throws when its deadline passed and what it has begun may still go on. */
public final class Unfinished extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * @param sentence the whole of what people read
     */
    public Unfinished(String sentence) {
        super(sentence);
    }
}
