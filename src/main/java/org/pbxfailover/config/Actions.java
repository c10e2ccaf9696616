package org.pbxfailover.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes records of the actions of a file that has no problems. */
final class Actions {
    private static final Pattern CONFIDENTIAL =
            Pattern.compile("pass(word|phrase|wd)?|token|secret|api-?key|key|auth(orization)?|credentials?|cookie");

    private static final String HTTP = "http";

    /** What every look has; the other keys are its settings. */
    private static final List<String> LOOK = List.of("action", "body", "status", "within", "every", "timeout");

    private final Secrets secrets;

    Actions(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Stages in the order of the file, each with its list of actions. */
    Map<String, List<Action>> stages(Section stages) {
        var actions = new LinkedHashMap<String, List<Action>>();
        stages.sections()
                .keySet()
                .forEach(name -> actions.put(
                        name, stages.list(name).stream().map(this::action).toList()));
        return Collections.unmodifiableMap(actions);
    }

    Action action(Section action) {
        Map<String, Object> settings = settings(action, ActionKeyRules.COMMON);
        String name = action.text("action").orElseThrow();
        Library.defaults(name)
                .forEach((key, value) -> setting(key, value).ifPresent(made -> settings.putIfAbsent(key, made)));
        if (name.equals(HTTP)) {
            String usual = settings.containsKey("body") ? Defaults.METHOD_WITH_BODY : Defaults.METHOD;
            settings.putIfAbsent("method", template("method", usual));
        }
        if (name.equals("slack") && settings.get("url") instanceof Template url) {
            settings.put("url", url.hidden()); // whoever knows it may write there
        }
        Duration timeout = action.duration("timeout", Defaults.ACTION_TIMEOUT);
        return new Action(
                name,
                action.flag("required", true),
                action.number("attempts").orElse(Defaults.ATTEMPTS),
                action.duration("backoff", Defaults.BACKOFF),
                timeout,
                expected(name, expect(action.section("expect"))),
                looks(action, "verify") ? Optional.of(verify(action, settings, timeout)) : Optional.empty(),
                looks(action, "preflight") ? Optional.of(preflight(action, settings, timeout)) : Optional.empty(),
                Collections.unmodifiableMap(settings));
    }

    /** A notification is never required: nothing waits for it. */
    Notification notification(Section section, List<String> allEvents) {
        Action action = action(section);
        List<String> events = section.has("events")
                ? section.list("events").stream()
                        .map(event -> event.node().asText())
                        .toList()
                : allEvents;
        return new Notification(
                events,
                digest(section.section("digest")),
                new Action(
                        action.action(),
                        false,
                        section.number("attempts").orElse(Defaults.NOTIFICATION_ATTEMPTS),
                        action.backoff(),
                        action.timeout(),
                        action.expect(),
                        Optional.empty(),
                        Optional.empty(),
                        action.settings()));
    }

    private static Notification.Digest digest(Section section) {
        return new Notification.Digest(
                section.number("after").orElse(Defaults.DIGEST_AFTER),
                section.duration("every", Defaults.DIGEST_EVERY));
    }

    private static Action.Expect expect(Section section) {
        return new Action.Expect(section.status("status", Defaults.SUCCESS), section.text("body"));
    }

    /** Slack's own word for yes: what else answers 200, such as the page of a proxy, has not told anybody. */
    private static Action.Expect expected(String action, Action.Expect written) {
        return action.equals("slack")
                ? new Action.Expect(written.status(), written.body().or(() -> Optional.of("ok")))
                : written;
    }

    private static boolean looks(Section action, String key) {
        return action.has(key) || Library.look(action, key).isPresent();
    }

    private Action.Verify verify(Section action, Map<String, Object> parent, Duration parentTimeout) {
        Section verify = action.section("verify");
        Duration within = verify.duration("within", Library.within(action));
        Duration every = Durations.shorter(within, verify.duration("every", Defaults.VERIFY_EVERY));
        Duration timeout = verify.duration("timeout").orElse(Durations.shorter(within, parentTimeout));
        Action call = look(action, "verify", parent, timeout);
        return new Action.Verify(call, within, every, Library.proves(call.action()));
    }

    private Action preflight(Section action, Map<String, Object> parent, Duration parentTimeout) {
        Duration timeout = action.section("preflight").duration("timeout").orElse(parentTimeout);
        return look(action, "preflight", parent, timeout);
    }

    /** Something that only looks: made once, with an expectation of its own. */
    private Action look(Section action, String key, Map<String, Object> parent, Duration timeout) {
        Section section = action.section(key);
        String name = Library.look(action, key).orElse(HTTP);
        Map<String, Object> settings = settings(section, LOOK);
        if (name.equals(HTTP)) {
            settings.putIfAbsent("method", template("method", Defaults.METHOD));
            inherit(settings, parent);
        } else {
            parent.forEach(settings::putIfAbsent); // it is about the same thing
        }
        return new Action(
                name,
                true,
                1,
                Duration.ofSeconds(1),
                timeout,
                expect(section),
                Optional.empty(),
                Optional.empty(),
                Collections.unmodifiableMap(settings));
    }

    /** The same server may see the same credentials; another one must not be told them unasked. */
    private static void inherit(Map<String, Object> settings, Map<String, Object> parent) {
        if (!(settings.get("url") instanceof Template url)
                || !(parent.get("url") instanceof Template parentUrl)
                || !Urls.origin(url).equals(Urls.origin(parentUrl))) {
            return;
        }
        if (!settings.containsKey("username") && !settings.containsKey("password")) {
            copy("username", parent, settings);
            copy("password", parent, settings);
        }
        if (!settings.containsKey("headers")) {
            copy("headers", parent, settings);
        }
    }

    private static void copy(String key, Map<String, Object> from, Map<String, Object> to) {
        if (from.containsKey(key)) {
            to.put(key, from.get(key));
        }
    }

    private Map<String, Object> settings(Section section, List<String> without) {
        var settings = new LinkedHashMap<String, Object>();
        section.sections().forEach((key, value) -> {
            if (!without.contains(key)) {
                setting(key, value.node()).ifPresent(made -> settings.put(key, made));
            }
        });
        return settings;
    }

    /** Empty for a key without value. */
    private Optional<Object> setting(String key, JsonNode node) {
        if (node.isObject()) {
            var map = new LinkedHashMap<String, Object>();
            node.properties()
                    .forEach(entry -> setting(
                                    key.matches("headers|environment") ? "secret" : entry.getKey(), entry.getValue())
                            .ifPresent(made -> map.put(entry.getKey(), made)));
            return Optional.of(Collections.unmodifiableMap(map));
        }
        if (node.isArray()) {
            var list = new ArrayList<Object>();
            node.forEach(entry -> setting(key, entry).ifPresent(list::add));
            return Optional.of(List.copyOf(list));
        }
        if (node.isNull()) {
            return Optional.empty();
        }
        if (node.isNumber()) {
            return Optional.of(node.numberValue());
        }
        return Optional.of(node.isBoolean() ? (Object) node.asBoolean() : template(key, node.asText()));
    }

    private Template template(String key, String text) {
        return confidential(key) ? Template.hidden(text, secrets) : new Template(text, secrets);
    }

    private static boolean confidential(String key) {
        return CONFIDENTIAL.matcher(key.toLowerCase(Locale.ROOT)).find();
    }
}
