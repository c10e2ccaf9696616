package org.pbxfailover.config;

/** What holds for a key that is left out. The schema says the same to editors and to the documentation; a test compares. */
public final class Defaults {
    static final String NAME = "pbx-failover";
    static final String STATE = "state";
    static final String API = "127.0.0.1:8080";
    static final String CONSOLE = "127.0.0.1:9876";
    static final String USER = "admin";

    public static final String INTERNET_TIMEOUT = "2s";
    static final String ALIVE = "200-399";
    public static final String PRIMARY_EVERY = "5s";
    static final String SECONDARY_EVERY = "30s";
    public static final String PROBE_TIMEOUT = "3s";
    public static final int FAILURES = 3;
    public static final String GRACE = "0s";
    public static final String STABLE_FOR = "2m";
    static final String MAX_AGE = "15m";

    static final String READINESS_EVERY = "5m";

    static final String HEARTBEAT_EVERY = "60s";
    static final String HEARTBEAT_TIMEOUT = "5s";

    static final int DIGEST_AFTER = 10;
    static final String DIGEST_EVERY = "1m";

    /** With the pauses between them these last six minutes: as long as a mail server that wants to be asked twice (greylisting). */
    static final int NOTIFICATION_ATTEMPTS = 10;

    public static final int ATTEMPTS = 3;
    public static final String BACKOFF = "2s";
    static final String ACTION_TIMEOUT = "10s";
    static final String SUCCESS = "200-299";
    static final String METHOD = "GET";
    static final String METHOD_WITH_BODY = "POST";
    public static final String VERIFY_WITHIN = "30s";
    public static final String VERIFY_EVERY = "1s";

    private Defaults() {}
}
