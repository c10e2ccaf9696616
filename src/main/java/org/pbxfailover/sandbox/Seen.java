package org.pbxfailover.sandbox;

import java.time.Duration;
import java.util.Optional;

/** One line of the {@link Chronicle}: a request that reached a simulator, or a change of the simulated world. */
public sealed interface Seen {

    /** Monotonic time since the chronicle began. */
    Duration at();

    /** The part of the world: {@code primary}, {@code secondary}, {@code outside-1}, {@code dns}, {@code telephone}, {@code person}. */
    String where();

    /**
     * A request, recorded when it has arrived and before it is answered.
     *
     * @param path with its query
     * @param key the {@code Idempotency-Key}
     * @param body at most the first 64 KiB
     */
    record Request(Duration at, String where, String method, String path, Optional<String> key, String body)
            implements Seen {

        /** Whether it is of this method and path, whatever its query. */
        public boolean is(String wantedMethod, String wantedPath) {
            return method.equals(wantedMethod) && isAt(wantedPath);
        }

        public boolean isAt(String wantedPath) {
            return path.equals(wantedPath) || path.startsWith(wantedPath + "?");
        }
    }

    /**
     * Something became different.
     *
     * @param subject what it is about, for machines: an address, or empty
     * @param sentence for people
     */
    record Change(Duration at, String where, Kind kind, String subject, String sentence) implements Seen {}

    /** What can change. */
    enum Kind {
        STARTED,
        KILLED,
        HUNG,
        REVIVED,
        /** The PBX has read its configuration and accepts registrations from now on. */
        RELOADED,
        /** The PBX will register its trunk a little later. */
        TRUNK_QUEUED,
        TRUNK_REGISTERED,
        TRUNK_UNREGISTERED,
        /** An order came too early, or was nonsense. */
        REFUSED,
        /** The DNS service holds the address {@code subject} from now on. */
        ADDRESS_SET,
        /** The DNS service gave the address {@code subject} over UDP for the first time since it was set. */
        ADDRESS_ANSWERED,
        /** The telephone is registered at the address {@code subject}. */
        TELEPHONE_REGISTERED,
        TELEPHONE_LOST,
        /** The DNS service refuses updates, or takes them again. */
        UPDATES_REFUSED,
        UPDATES_ACCEPTED,
        /** A person gave an order to the robot; {@code subject} is the order. */
        ORDERED
    }
}
