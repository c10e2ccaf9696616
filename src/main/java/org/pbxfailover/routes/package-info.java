/**
 * The files of {@code routes/}: which of them are needed, what is wrong with them in words that people understand, and how an edit is taken
 * over while the robot runs. What the routes do is the business of the beans that they call, which know nothing of files.
 */
@NullMarked
package org.pbxfailover.routes;

import org.jspecify.annotations.NullMarked;
