package org.pbxfailover.probe;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.io.Closer;

/** Reads the body of an answer to its end or to the cap, whichever comes first. */
final class Body {
    /** Decompressed bytes; what lies beyond is never read, and its connection is closed. */
    static final int CAP = 64 * 1024;

    /** For the answer of an action that says so with the exchange property {@link Deadline#LONG_ANSWER}: a list that must be complete. */
    static final int LONG = 1024 * 1024;

    private Body() {}

    /**
     * Replaces the body by one that lies in memory, or by none when it is empty or not wanted.
     *
     * @param keep whether anybody looks at it; it is read in any case, since an answer without its end is none
     * @param cap {@link #CAP} or {@link #LONG}
     */
    static void read(ClassicHttpResponse response, ExecRuntime runtime, boolean keep, int cap) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return;
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
        InputStream in = entity.getContent();
        if (in != null) {
            boolean ended = false;
            try {
                ended = copy(in, kept, keep, cap);
            } finally {
                if (!ended) {
                    // First the connection: closing the stream of an open one would read on to its end.
                    runtime.discardEndpoint();
                }
                Closer.closeQuietly(in);
            }
        }
        response.removeHeaders(HttpHeaders.CONTENT_ENCODING);
        response.setEntity(
                kept.size() == 0
                        ? null
                        : new InputStreamEntity(new ByteArrayInputStream(kept.toByteArray()), kept.size(), null));
    }

    private static boolean copy(InputStream in, ByteArrayOutputStream kept, boolean keep, int cap) throws IOException {
        byte[] buffer = new byte[4096];
        int total = 0;
        while (total < cap) {
            int read = in.read(buffer, 0, Math.min(buffer.length, cap - total));
            if (read < 0) {
                return true;
            }
            if (keep) {
                kept.write(buffer, 0, read);
            }
            total += read;
        }
        return false;
    }
}
