/**
 * The HTTP API for scripts and commands. The paths are routes in {@code routes/control-*.camel.yaml}; {@link org.pbxfailover.api.Api}
 * is the bean they call, {@link org.pbxfailover.api.ApiServer} the server in front of them.
 */
@NullMarked
package org.pbxfailover.api;

import org.jspecify.annotations.NullMarked;
