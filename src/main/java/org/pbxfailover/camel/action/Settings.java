package org.pbxfailover.camel.action;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.pbxfailover.camel.ActionUrl;
import org.pbxfailover.config.Durations;

/** The settings of the action that an exchange is about; secrets and placeholders are filled in. */
record Settings(Map<?, ?> all) {

    static Settings of(Exchange exchange) {
        return new Settings(ActionUrl.settings(exchange));
    }

    /** Empty when it is not there, and when a placeholder in it has no value. */
    Optional<String> text(String key) {
        return Optional.ofNullable(all.get(key)).map(String::valueOf).filter(text -> !text.isBlank());
    }

    List<String> list(String key) {
        return all.get(key) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    Map<?, ?> map(String key) {
        return all.get(key) instanceof Map<?, ?> map ? map : Map.of();
    }

    Optional<Duration> duration(String key) {
        return text(key).flatMap(Durations::parse);
    }

    boolean flag(String key, boolean absent) {
        return text(key).map(Boolean::parseBoolean).orElse(absent);
    }
}
