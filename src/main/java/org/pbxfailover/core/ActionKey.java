package org.pbxfailover.core;

/**
 * One action of a stage.
 *
 * @param action position in the stage's list, from 1
 */
public record ActionKey(String stage, int action) {}
