package org.pbxfailover.probe;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How much one connection has received, and how long that was waited for. So it can be told afterwards whose fault it is that there was not more
 * (rule I9). Times are nanoseconds. One thread reads; any thread may ask.
 */
final class Heard {
    private static final long NOBODY_WAITS = 0;

    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong waited = new AtomicLong();
    private volatile long since = NOBODY_WAITS;
    private volatile @Nullable InputStream stream;

    /** The same stream whenever a socket is asked for it. */
    InputStream from(InputStream in) {
        InputStream known = stream;
        if (known == null) {
            known = new Counted(in);
            stream = known;
        }
        return known;
    }

    /** How many bytes were read. */
    long bytes() {
        return bytes.get();
    }

    /** How long reading threads have waited in all, the present one included. */
    long waited() {
        long begin = since;
        return waited.get() + (begin == NOBODY_WAITS ? 0 : System.nanoTime() - begin);
    }

    /** Whether something has come that nobody has read. Never waits. */
    boolean unread() {
        InputStream in = stream;
        try {
            return in != null && in.available() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private final class Counted extends FilterInputStream {
        private Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            begin();
            try {
                int read = in.read();
                bytes.addAndGet(read < 0 ? 0 : 1);
                return read;
            } finally {
                end();
            }
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            begin();
            try {
                int read = in.read(into, from, most);
                bytes.addAndGet(Math.max(0, read));
                return read;
            } finally {
                end();
            }
        }

        private void begin() {
            since = System.nanoTime();
        }

        private void end() {
            waited.addAndGet(System.nanoTime() - since);
            since = NOBODY_WAITS;
        }
    }
}
