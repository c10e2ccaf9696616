/** What is written down of a failover, a switchover, a fail-back and a drill, for people who were not there. Pure: texts from views. */
@NullMarked
package org.pbxfailover.report;

import org.jspecify.annotations.NullMarked;
