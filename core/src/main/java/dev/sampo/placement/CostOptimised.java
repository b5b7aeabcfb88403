package dev.sampo.placement;

import java.util.OptionalDouble;

/** The node of the least price that has room, be it in its queue; the price is a label, and a node without one comes last. */
final class CostOptimised implements Placer {
    private static final LabelNumber PRICE = new LabelNumber("price");

    /** More than the logarithm of any price: so that prices of any size leave room for the load beside them. */
    private static final double DEAREST = 1_000;
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
        return -dear - LOAD * Math.min(1_000, candidate.load());
    }

    @Override
    public String about(Candidate candidate) {
        OptionalDouble price = PRICE.of(candidate);
        return price.isPresent()
                ? "price " + price.getAsDouble()
                : PRICE.missing(candidate) + ": counts as the dearest";
    }
}
