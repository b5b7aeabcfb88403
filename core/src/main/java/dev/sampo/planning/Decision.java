package dev.sampo.planning;

import dev.sampo.job.Fence;
import dev.sampo.job.Reason;
import dev.sampo.job.Reason.Against;
import dev.sampo.job.Reason.Edge;
import dev.sampo.placement.Candidate;
import dev.sampo.resource.Demand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Why some neighbours went where they did: each node there was, with its score or why it was out of the question. Words are
 * made when somebody asks.
 */
final class Decision {
    /** @param candidate as it stood before any of them was placed */
    record Scored(Candidate candidate, double score) {}

    final long at;
    final String placer;
    final Line line;
    private final List<Scored> scored;
    private final int chosen;
    private final boolean isPatient;
    private final List<Refusal> refusals;
    /** First and end of each run of task numbers. */
    private int[] runs = new int[2];
    /** Of the permissions of each run, in the same places, the first and the last serial. */
    private long[] serials = new long[2];

    private int used;

    Decision(
            long at,
            String placer,
            Line line,
            List<Scored> scored,
            int chosen,
            boolean isPatient,
            List<Refusal> refusals) {
        this.at = at;
        this.placer = placer;
        this.line = line;
        this.scored = scored;
        this.chosen = chosen;
        this.isPatient = isPatient;
        this.refusals = refusals;
    }

    /** This task went there too. */
    void covers(int task, long itsSerial) {
        if (used > 0 && runs[used - 1] == task) {
            runs[used - 1]++;
            serials[used - 1] = itsSerial;
            return;
        }
        if (used == runs.length) {
            runs = Arrays.copyOf(runs, 2 * used);
            serials = Arrays.copyOf(serials, 2 * used);
        }
        serials[used] = itsSerial;
        runs[used++] = task;
        serials[used] = itsSerial;
        runs[used++] = task + 1;
    }

    boolean isOf(int task) {
        for (int i = 0; i < used; i += 2) {
            if (runs[i] <= task && task < runs[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Whether it gave the permission to an attempt of the present term. */
    boolean isBy(Fence attempt) {
        return isUpTo(attempt) && attempt.serial() <= serials[used - 1];
    }

    /** Whether it was made before that attempt was permitted, or by the same permission. */
    boolean isUpTo(Fence attempt) {
        return used > 0 && serials[0] <= attempt.serial();
    }

    /** What it takes to keep, in nodes. */
    int weight() {
        return Decisions.WEIGHT + scored.size() + refusals.size();
    }

    String node() {
        return scored.get(chosen).candidate().node().value();
    }

    /** @param about what a placer adds to a score */
    List<Explanation.Candidate> candidates(Function<Candidate, String> about) {
        var all = new ArrayList<Explanation.Candidate>();
        for (int i = 0; i < scored.size(); i++) {
            String why = why(i) + words(scored.get(i), about);
            all.add(new Explanation.Candidate(scored.get(i).candidate().node().value(), true, why));
        }
        refusals.forEach(refusal ->
                all.add(new Explanation.Candidate(refusal.node().value(), refusal.fits(), refusal.toString())));
        return List.copyOf(all);
    }

    private String why(int index) {
        if (index == chosen) {
            return "chosen: ";
        }
        Edge edge = edge(index);
        return (edge == Edge.NAME ? "as good, but after " + node() + " by name" : edge) + ": ";
    }

    /** What the chosen one had over this one. */
    private Edge edge(int index) {
        Scored best = scored.get(chosen);
        Scored other = scored.get(index);
        Candidate theirs = other.candidate();
        if (!isPatient && best.candidate().startsAtOnce() && !theirs.startsAtOnce()) {
            return Edge.WAITS;
        }
        boolean isEven = isPatient || best.candidate().startsAtOnce() == theirs.startsAtOnce();
        if (isEven && theirs.outvoted() && !best.candidate().outvoted()) {
            return Edge.OUTVOTED;
        }
        isEven &= best.candidate().outvoted() == theirs.outvoted();
        if (isEven && theirs.failedHere() && !best.candidate().failedHere()) {
            return Edge.FAILED_THERE;
        }
        isEven &= best.candidate().failedHere() == theirs.failedHere();
        if (isEven && best.candidate().preferred() && !theirs.preferred()) {
            return Edge.PREFERENCE;
        }
        isEven &= best.candidate().preferred() == theirs.preferred();
        if (isEven && other.score() < best.score()) {
            return Edge.SCORE;
        }
        return isEven && other.score() == best.score() && index > chosen ? Edge.NAME : Edge.PASSED_OVER;
    }

    /** In short, one for each run of tasks. */
    List<Reason> inShort(long term) {
        var reasons = new ArrayList<Reason>();
        for (int i = 0; i < used; i += 2) {
            var fence = new Fence(term, serials[i]);
            reasons.add(inShort(fence, (int) (serials[i + 1] - serials[i]), runs[i], runs[i + 1] - runs[i]));
        }
        return reasons;
    }

    private Reason inShort(Fence fence, int moreSerials, int first, int count) {
        var refused = new EnumMap<Against, Integer>(Against.class);
        for (Refusal refusal : refusals) {
            refused.merge(refusal.against(), 1, Integer::sum);
        }
        return new Reason(
                at, fence, moreSerials, first, count, node(), placer, line.choice(), next(), scored.size(), refused);
    }

    /** The best of the others with room. */
    private Optional<Reason.Next> next() {
        int next = -1;
        Edge nearest = null;
        for (int i = 0; i < scored.size(); i++) {
            Edge edge = i == chosen ? null : edge(i);
            int by = edge == null ? -1 : nearest == null ? 1 : edge.compareTo(nearest);
            if (by > 0 || by == 0 && scored.get(i).score() > scored.get(next).score()) {
                next = i;
                nearest = edge;
            }
        }
        return next < 0
                ? Optional.empty()
                : Optional.of(new Reason.Next(
                        scored.get(next).candidate().node().value(),
                        nearest,
                        (float) scored.get(next).score(),
                        (float) scored.get(chosen).score()));
    }

    static String words(Scored scored, Function<Candidate, String> about) {
        Candidate candidate = scored.candidate();
        String added = about.apply(candidate);
        return "room for " + candidate.freeNow() + (candidate.freeNow() == 1 ? " such task" : " such tasks")
                + (candidate.queueRoom() > 0 ? " and " + candidate.queueRoom() + " in its queue" : "") + ", score "
                + number(scored.score()) + (added.isEmpty() ? "" : " (" + added + ")")
                + (candidate.bytesToMove() > 0
                        ? "; " + Words.bytes(candidate.bytesToMove()) + " of its inputs to be moved there, "
                                + Words.micros(1_000 * candidate.moveMillis())
                        : "")
                + (candidate.waitMillis() > 0
                        ? "; it would begin there in about " + Words.micros(1_000 * candidate.waitMillis())
                        : "")
                + (candidate.outvoted() ? "; it was outvoted before, and other nodes are trusted more" : "")
                + (candidate.failedHere() ? "; it has failed there, and other nodes are tried first" : "");
    }

    private static String number(double score) {
        return score == Math.rint(score) && Math.abs(score) < 1e9
                ? Long.toString((long) score)
                : String.format(Locale.ROOT, "%.6g", score);
    }

    /** When, where, among how many and before whom. */
    String summary(Demand stated) {
        return Reasoning.summary(inShort(Fence.unpacked(0), 0, 0, 0), stated);
    }
}
