/** DNS as an activation needs it: which servers speak for a name, what each of them answers, and how one is changed by RFC 2136. No Camel. */
@NullMarked
package org.pbxfailover.dns;

import org.jspecify.annotations.NullMarked;
