package org.pbxfailover.camel;

import java.util.Optional;
import org.pbxfailover.probe.Question;

/** What is asked of a pair's servers. */
public record Questions(Question primary, Optional<Question> secondary, Optional<Question> sip) {}
