package org.pbxfailover.situation;

import java.time.Duration;
import java.util.Optional;
import org.pbxfailover.core.Event;
import org.pbxfailover.core.Finding;
import org.pbxfailover.core.Moment;
import org.pbxfailover.core.OutsideAnswer;
import org.pbxfailover.core.Probe;
import org.pbxfailover.core.SecondOpinion;

/**
 * What came back from probes, as the core hears of it.
 *
 * @param round the newest confirmation since the robot was started
 */
record Answers(Moment now, long round) {

    Event event(Happening happening) {
        if (happening instanceof Happening.Polled polled) {
            return new Event.Probed(probe(polled.finding(), polled.took()));
        }
        if (happening instanceof Happening.LastProbed last) {
            return new Event.LastProbed(of(last.round()), probe(last.finding(), last.took()));
        }
        if (happening instanceof Happening.OutsideAsked asked) {
            Finding finding = asked.finding();
            return new Event.OutsideAsked(
                    of(asked.round()),
                    new OutsideAnswer(asked.host(), alive(finding), finding.phrase(), Duration.ZERO));
        }
        if (happening instanceof Happening.OpinionAsked asked) {
            Finding finding = asked.finding();
            return new SecondOpinion(asked.by(), alive(finding), finding.phrase())
                    .heard(of(asked.round()), probe(finding, Duration.ZERO));
        }
        throw new IllegalArgumentException("no answer: " + happening);
    }

    private long of(Optional<Long> named) {
        return named.orElse(round);
    }

    private Probe probe(Finding finding, Duration took) {
        return new Probe(now.plus(took.negated()), took, finding);
    }

    private static boolean alive(Finding finding) {
        return finding instanceof Finding.Alive;
    }
}
