package dev.sampo.placement;

import dev.sampo.job.NodeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Each node in proportion to its weight, evenly spread over time: with every task all nodes gain their weight, and the one
 * that is chosen pays for all of them (smooth weighted round robin).
 */
final class Weighted implements Placer {
    private static final LabelNumber WEIGHT = new LabelNumber("weight");
    private static final double USUAL = 1;
    private static final double WEIGHT_MAX = 1_000_000;

    /** However badly a node does, it is tried now and then, or nothing would show that it is well again. */
    private static final double HEALTH_MIN = 0.05;

    /** For a weight of zero: after all others, whatever those have had. */
    private static final double LAST = -1e18;

    private static final class Share {
        private double weight;
        private double due;
    }

    private final String name;
    private final ToDoubleFunction<Candidate> weights;
    private final Function<Candidate, String> words;
    private final Map<NodeId, Share> shares = new HashMap<>();

    private Weighted(String name, ToDoubleFunction<Candidate> weights, Function<Candidate, String> words) {
        this.name = name;
        this.weights = weights;
        this.words = words;
    }

    static Weighted byLabel() {
        return new Weighted("weighted", Weighted::labelled, Weighted::aboutLabel);
    }

    static Weighted byHealth() {
        return new Weighted(
                "health-weighted",
                candidate -> Math.max(HEALTH_MIN, candidate.health() * candidate.health()),
                candidate -> "health " + Math.round(candidate.health() * 100) + " %");
    }

    private static double labelled(Candidate candidate) {
        OptionalDouble weight = WEIGHT.of(candidate);
        return weight.isPresent() ? Math.min(WEIGHT_MAX, weight.getAsDouble()) : USUAL;
    }

    private static String aboutLabel(Candidate candidate) {
        OptionalDouble weight = WEIGHT.of(candidate);
        if (weight.isEmpty()) {
            return WEIGHT.missing(candidate) + ": counts as " + USUAL;
        }
        return weight.getAsDouble() > WEIGHT_MAX
                ? "weight " + weight.getAsDouble() + ", which counts as " + WEIGHT_MAX
                : "weight " + weight.getAsDouble();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double score(ReadyTask task, Candidate candidate) {
        double weight = weights.applyAsDouble(candidate);
        Share share = shares.get(candidate.node());
        return weight == 0 ? LAST : weight + (share == null ? 0 : share.due);
    }

    @Override
    public String about(Candidate candidate) {
        return words.apply(candidate);
    }

    /** Those that could not have been chosen instead neither gain nor pay. */
    @Override
    public void placed(List<Candidate> candidates, int chosen, int tasks) {
        Candidate taken = candidates.get(chosen);
        double sum = 0;
        for (Candidate candidate : candidates) {
            if (candidate.welcome(false) == taken.welcome(false)) {
                Share share = shares.computeIfAbsent(candidate.node(), node -> new Share());
                double weight = weights.applyAsDouble(candidate);
                if (isOther(weight, share.weight)) {
                    share.due = 0;
                }
                share.weight = weight;
                share.due += weight * tasks;
                sum += weight * tasks;
            }
        }
        shares.get(taken.node()).due -= sum;
        Memory.forgetOthers(shares, candidates);
    }

    /** What was due by a weight of quite another size says nothing any more. */
    private static boolean isOther(double weight, double before) {
        return weight > 2 * before || before > 2 * weight;
    }
}
