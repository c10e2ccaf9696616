package org.pbxfailover.core;

import java.util.Locale;

/** What an epoch does. */
public enum EpochKind {
    /** The primary died. */
    FAILOVER,
    /** A person ordered the secondary into service. */
    SWITCHOVER,
    /** A person ordered the primary back into service. */
    FAIL_BACK;

    /** The word used in log and API: {@code failover}, {@code switchover}, {@code fail-back}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
