/** The configuration file as records, and the strict reader that reports every problem at once with its line. */
@NullMarked
package org.pbxfailover.config;

import org.jspecify.annotations.NullMarked;
