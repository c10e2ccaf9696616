package org.pbxfailover.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules between the keys of one action. */
final class ActionKeyRules {
    /** What every action has; the other keys are its settings. */
    static final List<String> COMMON = List.of(
            "action",
            "required",
            "attempts",
            "backoff",
            "timeout",
            "expect",
            "verify",
            "preflight",
            "events",
            "digest");

    /** What only tells people: nothing that a pair's service could wait for. */
    private static final Set<String> TELLING = Set.of("email", "slack");

    /** Whose requests have no body: it would be left out without a word, and the service would answer all the same. */
    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "DELETE");

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    private final Section action;
    private final Secrets secrets;

    ActionKeyRules(Section action, Secrets secrets) {
        this.action = action;
        this.secrets = secrets;
    }

    void check() {
        nearMisses();
        howToLook("verify", "http://127.0.0.1/trunks");
        howToLook("preflight", "http://127.0.0.1/whoami");
        neverAsked();
        if (action.text("action").filter("email"::equals).isPresent()) {
            new MailRules(action).check();
        }
        if (action.text("action").filter(Library::towards).isPresent()) {
            new DnsRules(action).check();
        }
        key();
        sent();
        Section verify = action.section("verify");
        Duration within = verify.duration("within", Library.within(action));
        KeyRules.atMost(verify, "every", within, "within");
        KeyRules.atMost(verify, "timeout", within, "within");
    }

    /**
     * @param known whether {@code {primary}} and {@code {secondary}} have a value here
     * @param towards the PBX to which the run goes
     */
    void check(Map<String, Boolean> known, Section towards) {
        check();
        action.text("action")
                .filter(TELLING::contains)
                .ifPresent(name -> action.complain(
                        "action",
                        action.path("action") + " is " + name
                                + ", which tells people and is no stage: name it under notify,"
                                + " such as notify: [{ action: " + name + ", events: [active, stalled] }]"));
        towards(towards);
        for (var setting : action.sections().entrySet()) {
            addresses(setting.getValue(), known);
        }
    }

    /** A TSIG key is known by its name. */
    private void key() {
        for (String[] both : new String[][] {{"tsig-secret", "tsig-name"}, {"tsig-name", "tsig-secret"}}) {
            if (action.has(both[0])
                    && !action.has(both[1])
                    && Library.knows(action.text("action").orElse(""))) {
                action.complain(
                        both[1],
                        action.path(both[0]) + " needs the key '" + both[1] + "' beside it, such as " + both[1] + ": "
                                + (both[1].equals("tsig-name") ? "robot" : "\"{{env:TSIG_SECRET}}\""));
            }
        }
    }

    private void sent() {
        if (action.has("body") && action.text("action").filter("http"::equals).isPresent()) {
            action.text("method")
                    .filter(BODILESS::contains)
                    .ifPresent(method -> action.complain(
                            "method",
                            action.path("method") + " is " + method + ", which sends no body, and there is a body:"
                                    + " write one that does, such as method: POST, or leave the key body out"));
        }
    }

    /** What lets users find the PBX needs its address, and no cache or name in between. */
    private void towards(Section side) {
        if (action.text("action").filter(Library::towards).isEmpty()
                || action.has("address")
                || side.doubtful("address")) {
            return;
        }
        String here = action.problems().path(action.pointer());
        String there = side.path("address");
        Optional<String> address = side.text("address");
        if (address.isEmpty()) {
            action.complain(
                    "address",
                    here + " does not know to which address users are sent: write " + there
                            + ", or in the action itself, such as address: 203.0.113.7");
        } else if (!IPV4.matcher(address.get()).matches()) {
            action.complain(
                    "address",
                    here + " needs an IPv4 address, and " + there + " is '" + Text.shown(address.get())
                            + "': write one in the action itself, such as address: 203.0.113.7");
        }
    }

    private void howToLook(String key, String example) {
        Section look = action.section(key);
        boolean byHttp = look.text("action").orElse("http").equals("http");
        boolean known =
                (byHttp && !look.has("action")) ? Library.look(action, key).isPresent() : (!byHttp || look.has("url"));
        if (look.node().isObject() && !known && !look.doubtful("url")) {
            look.complain("url", action.path(key) + " lacks the key 'url', such as url: " + example);
        }
    }

    /** There is one look at what an action did, and a look is not looked at. */
    private void neverAsked() {
        Section verify = action.section("verify");
        if (verify.has("url") || verify.has("action")) {
            action.text("action")
                    .flatMap(Library::looksWith)
                    .filter(action::has)
                    .ifPresent(setting -> action.complain(
                            setting,
                            action.path(setting) + " is never asked, since " + action.path("verify")
                                    + " names something else: leave one of both out"));
        }
        verify.text("action")
                .flatMap(Library::looksWith)
                .filter(verify::has)
                .ifPresent(setting -> verify.complain(
                        setting,
                        verify.path(setting) + " is never asked, since nobody looks at a look: leave the key out"));
    }

    /**
     * An operator's own action takes any key: a misspelt "verify" would be lost without a word, and with it the proof of success. Where
     * "action" itself is misspelt nothing else is known of the keys.
     */
    private void nearMisses() {
        if (action.text("action").filter(Library::knows).isPresent()) {
            return;
        }
        for (String key : action.sections().keySet()) {
            COMMON.stream()
                    .filter(common -> Suggest.distance(key, common) == 1 && key.length() > 3)
                    .findFirst()
                    .ifPresent(common -> action.complain(
                            key,
                            "unknown key '" + Text.shown(key) + "' in "
                                    + action.problems().path(action.pointer()) + ", did you mean '" + common + "'?"));
        }
    }

    private void addresses(Section value, Map<String, Boolean> known) {
        JsonNode node = value.node();
        if (node.isTextual()) {
            for (String word : new Template(node.asText(), secrets).words()) {
                if (!known.getOrDefault(word, true)) {
                    value.problems()
                            .add(
                                    value.pointer(),
                                    value.problems().path(value.pointer()) + " uses {" + word + "}, but the pair's "
                                            + word + " has no address: add " + word + ": { address: 203.0.113.7 }");
                }
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                addresses(new Section(node.get(i), value.pointer() + "/" + i, value.problems()), known);
            }
        } else {
            value.sections().values().forEach(inner -> addresses(inner, known));
        }
    }
}
