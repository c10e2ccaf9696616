package org.pbxfailover.sandbox;

import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.pbxfailover.sandbox.Seen.Change;
import org.pbxfailover.sandbox.Seen.Request;

/** Prints what happens as it happens: time since the start, who, what. Safe for use by many threads. */
final class Narration {
    private static final Set<Seen.Kind> LIFE = EnumSet.of(Seen.Kind.KILLED, Seen.Kind.HUNG, Seen.Kind.REVIVED);
    private static final int REMEMBERED = 1_000;

    private final PrintStream out;
    private final Chronicle chronicle;
    private final Set<String> shownReads = new HashSet<>();

    Narration(PrintStream out, Chronicle chronicle) {
        this.out = out;
        this.chronicle = chronicle;
        chronicle.onLine(this::show);
    }

    void title(String text) {
        out.println();
        out.println(text);
        out.flush();
    }

    void line(String who, String what) {
        print(chronicle.now(), who, what);
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%7.2f s", time.toMillis() / 1000.0);
    }

    private void show(Seen line) {
        if (line instanceof Change change) {
            forgetReads(change);
            print(change.at(), change.where(), change.sentence());
        } else if (line instanceof Request request && isNews(request)) {
            String key = request.key().map(it -> "   [" + it + "]").orElse("");
            print(request.at(), request.where(), "<- " + request.method() + " " + request.path() + key);
        }
    }

    /** After a change the first read of each kind is news again; the first probe only when the server died or came back. */
    private void forgetReads(Change change) {
        boolean life = LIFE.contains(change.kind());
        String where = change.where() + " ";
        shownReads.removeIf(read -> read.startsWith(where) && (life || !read.equals(where + "/")));
    }

    /** Probes and telephones come all the time. */
    private boolean isNews(Request request) {
        if (request.isAt("/telephones/register")) {
            return false;
        }
        if (shownReads.size() >= REMEMBERED) {
            shownReads.clear();
        }
        return !request.method().equals("GET")
                || request.isAt("/update")
                || shownReads.add(request.where() + " " + request.path());
    }

    private void print(Duration at, String who, String what) {
        out.println(String.format(Locale.ROOT, "%s  %-10s %s", seconds(at), who, what.strip()));
        out.flush();
    }
}
