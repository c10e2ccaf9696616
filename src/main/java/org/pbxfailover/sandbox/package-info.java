/**
 * A simulated world on loopback (a PBX pair, outside hosts, a DNS service, a telephone) with real sockets, and the demo that plays a
 * failover in it and judges by what the simulators saw. Start reading at {@link org.pbxfailover.sandbox.World}.
 */
@NullMarked
package org.pbxfailover.sandbox;

import org.jspecify.annotations.NullMarked;
