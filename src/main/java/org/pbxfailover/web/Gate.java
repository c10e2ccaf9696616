package org.pbxfailover.web;

import io.vertx.ext.web.handler.AuthenticationHandler;

/**
 * The first thing every request of a server meets, whatever its path, before any route sees it. It either answers by itself or lets
 * the request pass with {@code next()}. Called by many event loops at once; must not block.
 */
@FunctionalInterface
public interface Gate extends AuthenticationHandler {}
