/** How the log looks: one event, one line, whatever a message holds (fault 60). */
@NullMarked
package org.pbxfailover.logging;

import org.jspecify.annotations.NullMarked;
