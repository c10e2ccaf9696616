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

    private Body() {}

    /**
     * Replaces the body by one that lies in memory, or by none when it is empty or not wanted.
     *
     * @param keep whether anybody looks at it; it is read in any case, since an answer without its end is none
     */
    static void read(ClassicHttpResponse response, ExecRuntime runtime, boolean keep) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return;
        }
        ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
        InputStream in = entity.getContent();
        if (in != null) {
            boolean ended = false;
            try {
                ended = copy(in, kept, keep);
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

    private static boolean copy(InputStream in, ByteArrayOutputStream kept, boolean keep) throws IOException {
        byte[] buffer = new byte[4096];
        int total = 0;
        while (total < CAP) {
            int read = in.read(buffer, 0, Math.min(buffer.length, CAP - total));
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
