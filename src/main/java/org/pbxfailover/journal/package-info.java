/** What was decided and done, durable before the next thing happens. {@link org.pbxfailover.journal.Journal} is the port. */
@NullMarked
package org.pbxfailover.journal;

import org.jspecify.annotations.NullMarked;
