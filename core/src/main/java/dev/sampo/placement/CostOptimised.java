package dev.sampo.placement;

import java.util.OptionalDouble;

/**
 * The node of the least price on which the task's job can still be done by its deadline, be it after a wait in a queue; where it
 * can on none, the one that is done soonest. Price and speed are labels: a node without a price comes last, one without a speed
 * counts as any other.
 */
final class CostOptimised implements Placer {
    private static final LabelNumber PRICE = new LabelNumber("price");

    /** More than the logarithm of any price: so that prices of any size leave room for the load beside them. */
    private static final double DEAREST = 1_000;
    /** What is late comes after the dearest, and of such the price counts for little. */
    private static final double LATE = 2 * DEAREST;

    private static final double PRICE_OF_LATE = 1e-6;
    /** In a queue of which nobody knows how long it takes: nobody can promise anything there. */
    private static final double UNKNOWN_WAIT = 1e15;
    /** Breaks ties between prices only, if they differ by a millionth at least. */
    private static final double LOAD = 1e-9;

    @Override
    public String name() {
        return "cost-optimised";
    }

    @Override
    public boolean isPatient() {
        return true;
    }

    @Override
    public boolean looksAtAll() {
        return true;
    }

    @Override
    public double score(ReadyTask task, Candidate candidate) {
        OptionalDouble price = PRICE.of(candidate);
        double dear = price.isPresent() ? StrictMath.log1p(price.getAsDouble()) : DEAREST;
        double load = LOAD * Math.min(1_000, candidate.load());
        double left = task.millisLeft();
        if (left == Double.POSITIVE_INFINITY) {
            return -dear - load;
        }
        double millis = millis(task, candidate);
        boolean isLate = millis + task.millisAfter() > left;
        return isLate ? -LATE - StrictMath.log1p(millis) - PRICE_OF_LATE * dear : -dear - load;
    }

    /** From now until it is done there; where nobody knows what waits there, that is taken to be of its kind. */
    private static double millis(ReadyTask task, Candidate candidate) {
        double run = Math.max(0, task.millis()) / Speed.of(candidate.labels());
        if (candidate.startsAtOnce()) {
            return run;
        }
        if (task.millis() < 0) {
            return UNKNOWN_WAIT;
        }
        return candidate.waitMillis() < 0 ? run * (1 + candidate.load()) : run + candidate.waitMillis();
    }

    @Override
    public String about(Candidate candidate) {
        OptionalDouble price = PRICE.of(candidate);
        OptionalDouble speed = Speed.LABEL.of(candidate);
        return (price.isPresent()
                        ? "price " + price.getAsDouble()
                        : PRICE.missing(candidate) + ": counts as the dearest")
                + (speed.isPresent() ? ", speed " + speed.getAsDouble() : "");
    }
}
