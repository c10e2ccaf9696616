package org.pbxfailover.operator;

import java.time.Instant;

/**
 * What a person did about a pair without switching it, or what came of it: a hold, a maintenance, an acknowledged alarm, a drill.
 *
 * @param sentence what, and by whom
 */
public record CareView(Instant at, String sentence) {}
