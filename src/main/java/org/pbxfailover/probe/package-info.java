/**
 * One probe: one request within one total deadline, whatever the other side does, and what it found in words. HTTP goes through Camel's own
 * HTTP component, whose client {@link org.pbxfailover.probe.HttpDeadline} holds to the deadline. {@link org.pbxfailover.probe.HttpClients}
 * is where it is put together.
 */
@NullMarked
package org.pbxfailover.probe;

import org.jspecify.annotations.NullMarked;
