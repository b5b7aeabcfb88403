package dev.sampo.planning;

/** How far what was foreseen of a job's tasks is from what they took, and what that says about the tasks to come. */
final class Drift {
    /** What is too little to be drift, in parts of what was foreseen and in microseconds. */
    private static final double NOTHING = 0.02;

    private static final long NOTHING_MICROS = 5_000;
    /** How many times as long a task took says little where both are less than this: what is short is disturbed by anything. */
    private static final double SHORT_MICROS = 20_000;
    /** A timetable is better than none while estimates are off by less than this: the first one, and one made anew at every drift. */
    private static final double TOLERANCE = 0.16;

    private static final double TOLERANCE_ANEW = 0.4;
    /** Up to this nothing need be thought over. */
    private static final double SLIGHT = 0.05;
    /** So many tasks that ran as foreseen are taken for granted, so that the first that does not is not all there is. */
    private static final int GRANTED = 1;
    /** How soon estimates count for less the further they are off. */
    private static final double DISTRUST = 10;

    private final long[] micros;
    private final double tolerated;
    private int ends;
    private double squares;
    private boolean isLarge;
    private int endsWhenThought;

    Drift(long[] micros, boolean isMadeAnew) {
        double tolerance = isMadeAnew ? TOLERANCE_ANEW : TOLERANCE;
        this.micros = micros;
        this.tolerated = tolerance * tolerance;
    }

    boolean isOff(int task, long ranMicros) {
        return task < micros.length && Math.abs(ranMicros - micros[task]) > margin(micros[task]);
    }

    /** How far from what was foreseen a task may be and count as foreseen. */
    static long margin(long micros) {
        return NOTHING_MICROS + Math.round(NOTHING * micros);
    }

    /** Whether it is time to think again: when the drift becomes too large, and then whenever twice as many have ended. */
    boolean ended(int task, long ranMicros) {
        ends++;
        if (isOff(task, ranMicros)) {
            double off = Math.log((ranMicros + SHORT_MICROS) / (micros[task] + SHORT_MICROS));
            squares += off * off;
        }
        boolean isTime = isLarge ? ends >= 2 * endsWhenThought : squares > tolerated * (ends + GRANTED);
        if (isTime) {
            isLarge = true;
            endsWhenThought = ends;
        }
        return isTime;
    }

    /** Whether all has been as foreseen, or nearly. */
    boolean isSlight() {
        return squares <= SLIGHT * SLIGHT * ends;
    }

    /** Once it is, it remains so. */
    boolean isLarge() {
        return isLarge;
    }

    /** What part of its difference from the usual an estimate is to be believed: 1 when none was off. */
    double trust() {
        return ends == 0 ? 1 : 1 / (1 + DISTRUST * squares / ends);
    }
}
