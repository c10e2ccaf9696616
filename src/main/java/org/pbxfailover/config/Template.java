package org.pbxfailover.config;

/**
 * A text of the configuration that may hold secrets ({@code {{env:NAME}}}, {@code {{file:path}}}) and placeholders ({@code {primary}}).
 * Its {@code toString} is the text as written: the secrets in it are looked up when it is used and never kept.
 */
public final class Template {
    private final String raw;

    public Template(String raw) {
        this.raw = raw;
    }

    @Override
    public String toString() {
        return raw;
    }
}
