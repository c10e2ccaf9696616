package org.pbxfailover.probe;

import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** The connections of one HTTP client, those kept alive included: as many as there are requests, none older than half a minute. */
final class Connections extends PoolingHttpClientConnectionManager {
    private static final TimeValue LIFE = TimeValue.ofSeconds(30);

    /** 2^32 divided by the golden ratio: multiplied with it, hashes that lie side by side come to lie far apart (Knuth's hashing). */
    private static final int APART = 0x9E3779B9;

    private static final int PER_HOST = 10_000;

    /**
     * So much of a header flood is taken in before the answer is given up (fault 27). The buffers are small, as requests and heads of
     * answers are: each kept connection has two, which outlive the young part of the heap.
     */
    private static final Http1Config LIMITS = Http1Config.custom()
            .setBufferSize(2 * 1024)
            .setMaxLineLength(16 * 1024)
            .setMaxHeaderCount(200)
            .build();

    private final Connector connector;
    private volatile boolean ending;

    Connections(Names names, Trust trust) {
        this(new Connector(names, trust));
    }

    private Connections(Connector connector) {
        super(
                connector,
                PoolConcurrencyPolicy.LAX,
                PoolReusePolicy.LIFO,
                LIFE,
                // The client's own parser passes over bytes that are no HTTP and waits for more.
                ManagedHttpClientConnectionFactory.builder()
                        .http1Config(LIMITS)
                        .responseParserFactory(ignored -> new AnswerHead(LIMITS))
                        .build());
        this.connector = connector;
        setDefaultMaxPerRoute(PER_HOST);
        setConnectionConfigResolver(route -> ConnectionConfig.custom()
                .setTimeToLive(life(route.getTargetHost()))
                .setValidateAfterInactivity(TimeValue.NEG_ONE_MILLISECOND)
                .setConnectTimeout(Timeout.ofMinutes(1))
                .setSocketTimeout(Timeout.DISABLED)
                .build());
    }

    /**
     * How long connections to a host are kept: half of the longest life and a share of the other half that is its own. The connections to
     * many hosts begin in one second, that of the start, and would otherwise be opened anew in one second, again and again.
     */
    static TimeValue life(HttpHost host) {
        long half = LIFE.toMilliseconds() / 2;
        return TimeValue.ofMilliseconds(
                half + ((Integer.toUnsignedLong(host.hashCode() * APART) * half) >>> Integer.SIZE));
    }

    /** Which addresses of a host did not let us in when it was connected to last; often empty. */
    String aside(HttpHost host) {
        return connector.aside(host);
    }

    /** Closes what is too old or was left behind by a pair that is gone. */
    void sweep() {
        closeExpired();
        closeIdle(LIFE);
    }

    void end() {
        ending = true;
        close(CloseMode.IMMEDIATE);
    }

    /** The client closes all connections for good when one request meets an {@link Error}; one request must not blind all others. */
    @Override
    public void close(CloseMode mode) {
        if (ending) {
            super.close(mode);
        }
    }
}
