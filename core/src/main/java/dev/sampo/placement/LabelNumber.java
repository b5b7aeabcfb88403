package dev.sampo.placement;

import java.util.Map;
import java.util.OptionalDouble;

/** A number that a node's label should hold: from 0 up. Whatever else people write there has a meaning all the same. */
record LabelNumber(String label) {

    /** Empty where there is no such label, or no such number in it. */
    OptionalDouble of(Candidate candidate) {
        return of(candidate.labels());
    }

    OptionalDouble of(Map<String, String> labels) {
        String written = labels.get(label);
        if (written == null) {
            return OptionalDouble.empty();
        }
        try {
            double number = Double.parseDouble(written.strip());
            return Double.isFinite(number) && number >= 0 ? OptionalDouble.of(number + 0.0) : OptionalDouble.empty();
        } catch (NumberFormatException noNumber) {
            return OptionalDouble.empty();
        }
    }

    /** For people: what is there instead of a number. */
    String missing(Candidate candidate) {
        String written = candidate.labels().get(label);
        return written == null ? "no " + label : label + " \"" + written + "\", which is no number from 0 up";
    }
}
