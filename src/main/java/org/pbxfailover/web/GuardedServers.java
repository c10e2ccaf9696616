package org.pbxfailover.web;

import io.vertx.ext.auth.authentication.AuthenticationProvider;
import io.vertx.ext.web.handler.AuthenticationHandler;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationConfigEntry;
import org.apache.camel.component.platform.http.vertx.auth.AuthenticationConfig.AuthenticationHandlerFactory;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;
import org.apache.camel.main.HttpServerConfigurationProperties;

/**
 * Makes Camel's two HTTP servers with our gates in front of them. A gate is in place before the port is open, covers every path and
 * needs no file with a password, unlike Camel's own users file, without which a server starts open (CAMEL-23767). Camel takes this
 * factory when it finds it in its registry.
 */
public final class GuardedServers extends DefaultMainHttpServerFactory {
    private final Gate api;
    private final Gate console;

    /** @param callers are told of every request that comes to a gate */
    public GuardedServers(Gate api, Gate console, Callers callers) {
        this.api = callers.before(api);
        this.console = callers.before(console);
    }

    @Override
    public Service newHttpServer(CamelContext context, HttpServerConfigurationProperties settings) {
        MainHttpServer server = (MainHttpServer) super.newHttpServer(context, settings);
        guard(server.getConfiguration().getAuthenticationConfig(), api);
        return server;
    }

    @Override
    public Service newHttpManagementServer(CamelContext context, HttpManagementServerConfigurationProperties settings) {
        ManagementHttpServer server = (ManagementHttpServer) super.newHttpManagementServer(context, settings);
        guard(server.getConfiguration().getAuthenticationConfig(), console);
        return server;
    }

    private static void guard(AuthenticationConfig authentication, Gate gate) {
        AuthenticationConfigEntry entry = new AuthenticationConfigEntry();
        entry.setPath("/*");
        // Camel wants a provider; the gate does not ask it.
        entry.setAuthenticationProviderFactory(
                vertx -> (credentials, result) -> result.handle(io.vertx.core.Future.failedFuture("not used")));
        entry.setAuthenticationHandlerFactory(new AuthenticationHandlerFactory() {
            @Override
            public <T extends AuthenticationProvider> AuthenticationHandler createAuthenticationHandler(T provider) {
                return gate;
            }
        });
        authentication.getEntries().clear();
        authentication.getEntries().addAll(List.of(entry));
        authentication.setEnabled(true);
    }
}
