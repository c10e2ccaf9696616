package org.pbxfailover.web;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Questions about a request that both gates ask. */
public final class GateQuestions {
    private GateQuestions() {}

    /**
     * Whether a browser sends this request for a page of another site. A browser adds the console's password to such a request by
     * itself, so the password alone does not prove that a person wanted it.
     */
    public static boolean fromElsewhere(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if ("cross-site".equals(site) || "same-site".equals(site)) {
            return true;
        }
        String origin = request.getHeader("Origin");
        if (origin == null) {
            return false;
        }
        return !ownOrigin(origin, request.authority());
    }

    /** Compares secrets in a time that does not tell how much of a guess was right. */
    public static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static boolean ownOrigin(String origin, @Nullable HostAndPort own) {
        try {
            URI uri = URI.create(origin);
            return own != null && own.host().equalsIgnoreCase(uri.getHost()) && own.port() == uri.getPort();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
