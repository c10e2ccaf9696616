package org.pbxfailover.notify;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.pbxfailover.logging.Printable;

/** Notices as a person reads them, on a telephone and half asleep: the most important first, short lines, a command to type. Pure. */
public final class Words {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String RUNBOOK = "docs/runbook.md#";
    private static final String PROGRAM = "./pbx-failover ";

    /** Of each event in a digest. */
    private static final int SHOWN = 10;

    private Words() {}

    /** The text of a mail. */
    static String mail(Notice notice) {
        return notice instanceof Notice.Single single ? mail(single) : mail((Notice.Digest) notice);
    }

    private static String mail(Notice.Single notice) {
        Advice advice = Advice.about(notice);
        return plain(notice.pair() + ": " + notice.sentence()) + "\n\n"
                + "State: " + notice.state() + (notice.epoch() > 0 ? ", epoch " + notice.epoch() : "") + "\n"
                + "When: " + time(notice.at()) + "\n"
                + "Robot: " + notice.robot() + "\n\n"
                + (advice.done().isEmpty() ? "" : "What the robot has done:\n" + advice.done() + "\n\n")
                + "What to do now:\n" + advice.todo() + "\n"
                + command(advice, notice) + "\n\n"
                + notice.report().map(file -> "Report: " + file + "\n").orElse("")
                + "More: " + RUNBOOK + notice.event() + "\n";
    }

    private static String mail(Notice.Digest digest) {
        List<Notice.Single> listed = digest.listed();
        StringBuilder text = new StringBuilder(digest.sentence()).append("\n\n");
        text.append("When: ").append(time(listed.get(0).at())).append(" to ");
        text.append(time(listed.get(listed.size() - 1).at())).append('\n');
        text.append("Robot: ").append(digest.robot()).append("\n\n");
        text.append("What to do now:\nMany at once have a common cause: look for it first.\n");
        text.append(PROGRAM).append("status\n");
        for (String event : digest.rarestFirst()) {
            text.append('\n')
                    .append(event)
                    .append(" (")
                    .append(digest.counts().get(event))
                    .append("), more: ");
            text.append(RUNBOOK).append(event).append('\n');
            lines(digest, event, text);
        }
        return text.toString();
    }

    private static void lines(Notice.Digest digest, String event, StringBuilder text) {
        digest.listed().stream()
                .filter(notice -> notice.event().equals(event))
                .limit(SHOWN)
                .forEach(notice -> text.append(plain("- " + notice.pair() + ": " + notice.sentence()))
                        .append('\n'));
        int more = digest.counts().getOrDefault(event, 0) - SHOWN;
        if (more > 0) {
            text.append("- and ").append(more).append(" more\n");
        }
    }

    /** For Slack, which takes {@code <}, {@code >} and {@code &} for its own, such as to wake everybody in a channel. */
    public static String slack(Notice notice) {
        String text = notice instanceof Notice.Single single ? slack(single) : mail((Notice.Digest) notice);
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String slack(Notice.Single notice) {
        Advice advice = Advice.about(notice);
        return plain(notice.headline()) + "\n" + advice.todo() + " `" + command(advice, notice) + "`\n" + notice.robot()
                + ", " + time(notice.at()) + ", " + RUNBOOK + notice.event();
    }

    /** On one line, and so long that a telephone shows it. */
    static String subject(String text) {
        String line = plain(text.replaceAll("\\s+", " ").strip());
        return line.length() <= 160 ? line : plain(line.substring(0, 159)) + "…";
    }

    private static String command(Advice advice, Notice.Single notice) {
        return PROGRAM + advice.command() + " " + notice.pair();
    }

    private static String time(String at) {
        return TIME.format(Instant.parse(at));
    }

    private static String plain(String text) {
        return Printable.oneLine(text);
    }
}
