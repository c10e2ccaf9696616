package org.pbxfailover.notify;

/**
 * What a person wants to know next, for each event.
 *
 * @param done what the robot has done; empty when the sentence of the notification says it all
 * @param todo what to do now
 * @param command what to type; the name of the pair follows
 */
record Advice(String done, String todo, String command) {

    static Advice about(Notice.Single notice) {
        return switch (notice.event()) {
            case "suspect" ->
                new Advice(
                        "It has switched nothing. It goes on probing.",
                        "Look whether the primary can be reached, and whether calls work.",
                        "status");
            case "blind" ->
                new Advice(
                        "It has switched nothing: it sees neither the primary nor the outside hosts, so the fault may be its own network.",
                        "Check the network of the robot's host. Until it sees out, nobody guards this pair.",
                        "status");
            case "activating" -> activating(notice);
            case "active" ->
                new Advice(
                        "It has put the secondary into service. It never goes back by itself, unless stand-down is configured.",
                        "Make a test call. Repair the primary; when it answers steadily, go back:",
                        "failback");
            case "stalled" ->
                new Advice(
                        "It tries this stage on and on, and does none of the later ones before.",
                        "Look at the system that the sentence names; see every attempt:",
                        "explain");
            case "primary-returned" -> returned(notice);
            case "failed-back" ->
                new Advice(
                        "It has put the primary back into service and watches it again.",
                        "Make a test call.",
                        "status");
            case "not-ready" ->
                new Advice(
                        "It watches on. It would try a failover all the same, but that might not work.",
                        "Repair what the sentence names before it is needed.",
                        "status");
            case "failing-back" ->
                new Advice("It is putting the primary back into service.", "Wait for 'failed-back'.", "status");
            case "maintenance" ->
                new Advice(
                        "It decides nothing about this pair until the maintenance ends.",
                        "If the work is not done, order the maintenance anew; with --for 30m:",
                        "maintenance");
            case "drill" -> new Advice("", "See what was found, or rehearse again:", "drill");
            default -> new Advice("", "See what the robot knows of it:", "explain");
        };
    }

    private static Advice activating(Notice.Single notice) {
        return notice.state().equals("activating")
                ? new Advice("It is putting the secondary into service.", "Wait for 'active' or 'stalled'.", "status")
                : new Advice(
                        "Nothing: the pair is in shadow mode.",
                        "It takes no order to switch this pair either: if the primary really is dead, switch by hand, or write mode: live"
                                + " and restart the robot. See why it would have failed over:",
                        "explain");
    }

    private static Advice returned(Notice.Single notice) {
        return switch (notice.state()) {
            case "watching" ->
                new Advice(
                        "It has abandoned the failover before the first stage, and watches on.",
                        "Find out why the primary was away.",
                        "explain");
            case "activating" ->
                new Advice(
                        "It finishes what it has begun, so that not half of it is switched.",
                        "Wait for 'active'; then decide whether to go back.",
                        "status");
            default ->
                new Advice(
                        "Nothing: the secondary stays in service until a person decides, unless stand-down is configured.",
                        "Make sure that the primary does not take calls beside the secondary. When it is well, go back:",
                        "failback");
        };
    }
}
