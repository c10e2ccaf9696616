package org.pbxfailover.web;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses with a {@code %} that begins no escape, such as {@code /api/pairs/%zz}. Vert.x fails on them before any gate is asked, and logs
 * each as an error. Here such a {@code %} is taken for what it looks like, so that whoever sends it is answered as anybody else.
 */
final class Escapes {
    private static final Pattern WRONG = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private Escapes() {}

    /** The same server, whose requests have addresses that can be decoded. */
    static HttpServer mended(HttpServer server) {
        return (HttpServer) Proxy.newProxyInstance(
                Escapes.class.getClassLoader(), new Class<?>[] {HttpServer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("requestHandler") && arguments != null) {
                        @SuppressWarnings("unchecked") // the only method of that name with an argument
                        var handler = (Handler<HttpServerRequest>) arguments[0];
                        server.requestHandler(request -> handler.handle(mended(request)));
                        return proxy;
                    }
                    try {
                        return method.invoke(server, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static HttpServerRequest mended(HttpServerRequest request) {
        return WRONG.matcher(request.uri()).find() ? new Mended((HttpServerRequestInternal) request) : request;
    }

    private static final class Mended extends HttpServerRequestWrapper {
        private final MultiMap params = MultiMap.caseInsensitiveMultiMap();

        Mended(HttpServerRequestInternal request) {
            super(request);
        }

        @Override
        public String uri() {
            return String.valueOf(mended(super.uri()));
        }

        @Override
        public @Nullable String path() {
            return mended(super.path());
        }

        @Override
        public @Nullable String query() {
            return mended(super.query());
        }

        /** Always the same ones: the router adds those of the path. */
        @Override
        public MultiMap params(boolean semicolonIsNormalChar) {
            if (params.isEmpty()) {
                new QueryStringDecoder(uri()).parameters().forEach(params::add);
            }
            return params;
        }

        @Override
        public MultiMap params() {
            return params(false);
        }

        private static @Nullable String mended(@Nullable String part) {
            return part == null ? null : WRONG.matcher(part).replaceAll("%25");
        }
    }
}
