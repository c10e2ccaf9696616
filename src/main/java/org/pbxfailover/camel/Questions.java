package org.pbxfailover.camel;

import java.util.Optional;
import org.pbxfailover.probe.Question;

/**
 * What is asked about a pair's servers.
 *
 * @param sipSide of the primary, where it may veto a failover
 */
public record Questions(Question primary, Optional<Question> secondary, Optional<Question> sipSide) {}
