/**
 * What people are told and how it is worded: single notifications and digests, as JSON, as mail and as a chat message, and the decision
 * which of them go out together. {@link org.pbxfailover.notify.SmtpSender} is the one that talks to somebody.
 */
@NullMarked
package org.pbxfailover.notify;

import org.jspecify.annotations.NullMarked;
