/**
 * The commands. {@link org.pbxfailover.cli.Cli} is the place to start reading; what they start is behind
 * {@link org.pbxfailover.cli.Program}, and a running robot is spoken to over its HTTP API only.
 */
@NullMarked
package org.pbxfailover.cli;

import org.jspecify.annotations.NullMarked;
