package org.pbxfailover.camel;

import org.pbxfailover.core.Step;

/** Tells people what happened to a pair: the log always, the receivers of notifications where the news has a name for them. */
public interface Announcer {

    /** Never blocks and never throws: no receiver delays a decision. */
    void announce(String pair, long epoch, Step.News news);
}
