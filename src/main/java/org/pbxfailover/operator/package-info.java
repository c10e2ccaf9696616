/** What an operator sees and may order, whatever the surface: HTTP API, MBeans, command line. */
@NullMarked
package org.pbxfailover.operator;

import org.jspecify.annotations.NullMarked;
