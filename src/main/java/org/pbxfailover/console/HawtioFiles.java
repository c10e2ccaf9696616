package org.pbxfailover.console;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.MimeMapping;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hawtio's pages, straight from its jar. Not Vert.x's own handler for static files: it unpacks the jar under the temporary
 * directory, and a full disk must not keep the robot from starting. A path that is no file is one of Hawtio's own pages.
 */
final class HawtioFiles implements Handler<RoutingContext> {
    /** Without the plugins that have nothing to show in this robot. */
    static final String BRANDING = """
            {"branding": {"appName": "pbx-failover", "showAppName": true,
              "appLogoUrl": "img/hawtio-logo.svg", "appLogoDarkModeUrl": "img/hawtio-logo-darkmode.svg"},
             "about": {"title": "pbx-failover", "imgSrc": "img/hawtio-logo.svg",
              "additionalInfo": "Watches PBX pairs and switches a dead primary over to its secondary.", "productInfo": []},
             "disabledRoutes": ["/connect", "/quartz", "/springboot", "/logs", "/jvm-diagnostics"]}
            """;

    private static final String ROOT = "hawtio-static/";
    private static final String INDEX = "index.html";

    @Override
    public void handle(RoutingContext exchange) {
        String file = exchange.normalizedPath().substring("/hawtio/".length());
        boolean page = !file.substring(file.lastIndexOf('/') + 1).contains(".");
        String wanted = page ? INDEX : file;
        if (wanted.contains("..") || wanted.endsWith(".map")) {
            exchange.response().setStatusCode(404).end();
            return;
        }
        exchange.vertx()
                .executeBlocking(() -> read(wanted), false)
                .onSuccess(content -> content.ifPresentOrElse(
                        bytes -> send(exchange.response(), wanted, bytes),
                        () -> exchange.response().setStatusCode(404).end()))
                .onFailure(failure -> exchange.response().setStatusCode(500).end());
    }

    private static void send(HttpServerResponse response, String file, byte[] content) {
        @Nullable String type = MimeMapping.getMimeTypeForFilename(file);
        response.putHeader("Content-Type", type == null ? "application/octet-stream" : withCharset(type))
                // The names under static/ hold a hash of their content.
                .putHeader("Cache-Control", file.startsWith("static/") ? "private, max-age=604800" : "no-cache")
                .end(Buffer.buffer(content));
    }

    private static String withCharset(String type) {
        return type.startsWith("text/") || type.endsWith("javascript") ? type + "; charset=utf-8" : type;
    }

    private static Optional<byte[]> read(String file) throws IOException {
        try (@Nullable InputStream content = HawtioFiles.class.getClassLoader().getResourceAsStream(ROOT + file)) {
            return content == null ? Optional.empty() : Optional.of(content.readAllBytes());
        }
    }
}
