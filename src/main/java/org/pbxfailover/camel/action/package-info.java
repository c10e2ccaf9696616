/**
 * The beans that the routes of the built-in actions share: requests and answers of services, records of DNS, programs. What a service wants
 * to hear stands in its route; a bean throws {@link org.pbxfailover.camel.Refused} with the sentence that people read, or
 * {@link org.pbxfailover.camel.NoAnswer} where nobody has said anything.
 */
@NullMarked
package org.pbxfailover.camel.action;

import org.jspecify.annotations.NullMarked;
