package org.pbxfailover.camel;

import java.util.Map;
import java.util.Optional;
import org.pbxfailover.probe.Question;

/**
 * What is asked about a pair's servers.
 *
 * @param opinions who else is asked about a dead primary, by the words that sentences show
 */
public record Questions(Question primary, Optional<Question> secondary, Map<String, Question> opinions) {}
