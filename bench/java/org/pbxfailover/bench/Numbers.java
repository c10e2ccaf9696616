package org.pbxfailover.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** What a row of measured values says. Never empty. */
record Numbers(double[] sorted) {

    static Numbers of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        return new Numbers(sorted);
    }

    int count() {
        return sorted.length;
    }

    double median() {
        return quantile(0.5);
    }

    /** @param q from 0 to 1, interpolated between neighbours */
    double quantile(double q) {
        double place = q * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    double min() {
        return sorted[0];
    }

    double max() {
        return sorted[sorted.length - 1];
    }

    /** The median with the lowest and the highest value. */
    String spread(String format) {
        String both = format + " (" + format + " to " + format + ")";
        return String.format(Locale.ROOT, both, median(), min(), max());
    }

    @Override
    public String toString() {
        return Arrays.toString(sorted);
    }
}
