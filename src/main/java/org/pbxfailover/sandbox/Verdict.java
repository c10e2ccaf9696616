package org.pbxfailover.sandbox;

import static org.pbxfailover.sandbox.Story.change;
import static org.pbxfailover.sandbox.Story.changingCalls;
import static org.pbxfailover.sandbox.Story.contains;
import static org.pbxfailover.sandbox.Story.position;
import static org.pbxfailover.sandbox.Story.request;
import static org.pbxfailover.sandbox.Story.requests;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.pbxfailover.sandbox.Seen.Kind;
import org.pbxfailover.sandbox.Seen.Request;

/**
 * Judges a demo by what reached the simulators, whatever the robot says of itself. Each act yields what was missing or wrong, one
 * sentence each; none means that the act was as it should be. Pure.
 */
final class Verdict {
    private static final int PROBES_WANTED = 2;

    private final Story story;
    private final String primaryAddress;
    private final String secondaryAddress;

    Verdict(List<Seen> lines, String primaryAddress, String secondaryAddress) {
        this.story = Story.of(lines);
        this.primaryAddress = primaryAddress;
        this.secondaryAddress = secondaryAddress;
    }

    /** What a stage looks like from outside. */
    private record Stage(String name, String where, Predicate<Request> call, String shown) {
        Predicate<Seen> seen() {
            return request(where, call);
        }
    }

    private static Stage pbxStage(String name, String path) {
        return new Stage(name, "secondary", call -> call.is("POST", path), "POST " + path);
    }

    private static Stage dnsStage(String address) {
        return new Stage(
                "dns", "dns", call -> call.path().endsWith("&ip=" + address), "/update with the address " + address);
    }

    /** All is well: the robot looks at the primary and changes nothing. */
    List<String> allWell() {
        List<String> missing = new ArrayList<>();
        if (probes(story.beforeDeath()) < PROBES_WANTED) {
            missing.add("watch: the primary was probed " + probes(story.beforeDeath()) + " times while it was well, "
                    + PROBES_WANTED + " are the least");
        }
        changingCalls(story.beforeDeath())
                .forEach(call -> missing.add("watch: " + shown(call) + " came while the primary was well"));
        return missing;
    }

    /** The primary is dead: the outside is asked, and each stage comes once, in order and with effect. */
    List<String> activation() {
        List<Seen> part = story.outage();
        Stage reload = pbxStage("reload", "/reload");
        Stage trunks = pbxStage("trunks", "/trunks/register");
        Stage dns = dnsStage(secondaryAddress);
        List<String> missing = new ArrayList<>(outsideAsked(part));
        missing.addAll(onceEach(part, List.of(reload, trunks, dns)));
        missing.addAll(inOrder(part, List.of(reload, trunks, dns)));
        effect(part, "secondary", Kind.RELOADED, "", "reload: the secondary never accepted registrations", missing);
        effect(part, "secondary", Kind.TRUNK_REGISTERED, "", "trunks: the trunk was never registered", missing);
        missing.addAll(verified(part, dns));
        turned(part, secondaryAddress, missing);
        return missing;
    }

    /** Whether the robot has had the chance to do something about it. */
    boolean lookedAtTheReturned() {
        return probes(story.waiting()) >= PROBES_WANTED;
    }

    /** The primary is back and nobody has ordered anything: the robot looks, and changes nothing. */
    List<String> latch() {
        List<Seen> part = story.waiting();
        List<String> missing = new ArrayList<>();
        if (probes(part) < PROBES_WANTED) {
            missing.add("latch: the returned primary was probed " + probes(part) + " times, " + PROBES_WANTED
                    + " are the least");
        }
        changingCalls(part)
                .forEach(call -> missing.add("latch: " + shown(call) + " came before a person ordered a fail-back"));
        return missing;
    }

    /** A person has ordered the fail-back: DNS first, then the secondary's trunk. */
    List<String> failBack() {
        List<Seen> part = story.afterOrder();
        Stage dns = dnsStage(primaryAddress);
        Stage trunks = pbxStage("trunks", "/trunks/unregister");
        List<String> missing = new ArrayList<>(onceEach(part, List.of(dns, trunks)));
        missing.addAll(inOrder(part, List.of(dns, trunks)));
        effect(
                part,
                "secondary",
                Kind.TRUNK_UNREGISTERED,
                "",
                "fail-back: the secondary's trunk was never unregistered",
                missing);
        turned(part, primaryAddress, missing);
        return missing;
    }

    private List<String> outsideAsked(List<Seen> part) {
        int firstCall = position(
                part,
                0,
                request("secondary", call -> changingCalls(List.of(call)).size() == 1)
                        .or(request("dns", call -> call.isAt("/update"))));
        long asked = requests(part.subList(0, firstCall), call -> call.where().startsWith("outside-")).stream()
                .map(Request::where)
                .distinct()
                .count();
        return asked >= World.OUTSIDE_NEEDED
                ? List.of()
                : List.of("confirm: " + asked
                        + " outside hosts were asked between the primary's death and the first activation call, "
                        + World.OUTSIDE_NEEDED + " are needed");
    }

    /** Each stage once with a key of its own, and no other change. */
    private static List<String> onceEach(List<Seen> part, List<Stage> stages) {
        List<String> missing = new ArrayList<>();
        List<Request> others = new ArrayList<>(changingCalls(part));
        List<String> keys = new ArrayList<>();
        for (Stage stage : stages) {
            List<Request> calls = requests(part, call -> stage.seen().test(call));
            others.removeAll(calls);
            if (calls.isEmpty()) {
                missing.add(stage.name() + ": " + stage.shown() + " never reached the " + stage.where());
            } else if (calls.size() > 1) {
                missing.add(stage.name() + ": " + stage.shown() + " reached the " + stage.where() + " " + calls.size()
                        + " times ("
                        + String.join(", ", calls.stream().map(Verdict::key).toList())
                        + "), once is right");
            }
            if (calls.stream().anyMatch(call -> call.key().isEmpty())) {
                missing.add(stage.name() + ": " + stage.shown() + " came without an Idempotency-Key");
            }
            calls.stream().limit(1).flatMap(call -> call.key().stream()).forEach(keys::add);
        }
        if (keys.stream().distinct().count() < keys.size()) {
            missing.add("keys: two stages came with the same Idempotency-Key: " + String.join(", ", keys));
        }
        others.forEach(call -> missing.add("order: " + shown(call) + " belongs to no stage of this act"));
        return missing;
    }

    private static List<String> inOrder(List<Seen> part, List<Stage> stages) {
        List<String> missing = new ArrayList<>();
        for (int i = 1; i < stages.size(); i++) {
            Stage earlier = stages.get(i - 1);
            Stage later = stages.get(i);
            int laterAt = position(part, 0, later.seen());
            if (contains(part, later.seen()) && laterAt < position(part, 0, earlier.seen())) {
                missing.add("order: " + later.name() + " (" + later.shown() + ") came before " + earlier.name() + " ("
                        + earlier.shown() + ")");
            }
        }
        return missing;
    }

    /** Between the trunk's registration and the change of DNS somebody has asked whether it is registered. */
    private static List<String> verified(List<Seen> part, Stage dns) {
        int registered = position(part, 0, change("secondary", Kind.TRUNK_REGISTERED));
        int dnsCalled = position(part, 0, dns.seen());
        int asked = position(part, registered, request("secondary", call -> call.is("GET", "/trunks")));
        if (dnsCalled == part.size() || registered == part.size()) {
            return List.of();
        } else if (dnsCalled < registered) {
            return List.of("order: DNS was changed before the trunk was registered");
        }
        return asked < dnsCalled
                ? List.of()
                : List.of("trunks: DNS was changed without asking whether the trunk is registered (GET /trunks)");
    }

    /** DNS says so over UDP, and a telephone has found its way. */
    private static void turned(List<Seen> part, String address, List<String> missing) {
        effect(
                part,
                "dns",
                Kind.ADDRESS_ANSWERED,
                address,
                "dns: queries were never answered with " + address,
                missing);
        effect(
                part,
                "telephone",
                Kind.TELEPHONE_REGISTERED,
                address,
                "users: the telephone never registered at " + address,
                missing);
    }

    private static void effect(
            List<Seen> part, String where, Kind kind, String subject, String sentence, List<String> missing) {
        if (!contains(part, change(where, kind, subject))) {
            missing.add(sentence);
        }
    }

    private static int probes(List<Seen> part) {
        return requests(part, call -> call.where().equals("primary") && call.is("GET", "/"))
                .size();
    }

    private static String shown(Request call) {
        return call.method() + " " + call.path() + " to the " + call.where() + " (" + key(call) + ")";
    }

    private static String key(Request call) {
        return call.key().orElse("no key");
    }
}
