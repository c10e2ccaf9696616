package org.pbxfailover.camel;

import java.util.Map;
import java.util.Optional;
import org.pbxfailover.probe.Question;

/**
 * What is asked about a pair's servers.
 *
 * @param sipSide of the primary, where it may veto a failover
 * @param witnesses other robots who may see the primary alive, by the words that sentences show
 */
public record Questions(
        Question primary, Optional<Question> secondary, Optional<Question> sipSide, Map<String, Question> witnesses) {}
