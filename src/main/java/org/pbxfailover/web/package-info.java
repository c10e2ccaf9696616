/** What the robot's two HTTP servers, API and console, have in common: a place to listen and a gate that nobody gets around. */
@NullMarked
package org.pbxfailover.web;

import org.jspecify.annotations.NullMarked;
