package org.pbxfailover.camel;

/**
 * What the route of an action throws when the answer is no success although it looks like one, such as a status of 200 with an error in the
 * body. Its message is the whole sentence that people read: what was answered, in the words of the server.
 */
public final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    public Refused(String sentence) {
        super(sentence);
    }
}
