/** Thin glue between the routes and the core: it carries events in and decisions out, and decides nothing. */
@NullMarked
package org.pbxfailover.camel;

import org.jspecify.annotations.NullMarked;
