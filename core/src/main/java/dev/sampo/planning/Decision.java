package dev.sampo.planning;

import dev.sampo.job.Fence;
import dev.sampo.placement.Candidate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
    private long firstSerial = Long.MAX_VALUE;
    private long lastSerial;
    /** First and end of each run of task numbers. */
    private int[] runs = new int[2];

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
        firstSerial = Math.min(firstSerial, itsSerial);
        lastSerial = itsSerial;
        if (used > 0 && runs[used - 1] == task) {
            runs[used - 1]++;
            return;
        }
        if (used == runs.length) {
            runs = Arrays.copyOf(runs, 2 * used);
        }
        runs[used++] = task;
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
        return firstSerial <= attempt.serial() && attempt.serial() <= lastSerial;
    }

    /** Whether it was made before that attempt was permitted, or by the same permission. */
    boolean isUpTo(Fence attempt) {
        return firstSerial <= attempt.serial();
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
        Scored best = scored.get(chosen);
        Scored other = scored.get(index);
        Candidate theirs = other.candidate();
        if (!isPatient && best.candidate().startsAtOnce() && !theirs.startsAtOnce()) {
            return "would have let it wait: ";
        }
        boolean isEven = isPatient || best.candidate().startsAtOnce() == theirs.startsAtOnce();
        if (isEven && theirs.outvoted() && !best.candidate().outvoted()) {
            return "it was outvoted before: ";
        }
        isEven &= best.candidate().outvoted() == theirs.outvoted();
        if (isEven && theirs.failedHere() && !best.candidate().failedHere()) {
            return "it had failed there: ";
        }
        isEven &= best.candidate().failedHere() == theirs.failedHere();
        if (isEven && best.candidate().preferred() && !theirs.preferred()) {
            return "not what it prefers: ";
        }
        isEven &= best.candidate().preferred() == theirs.preferred();
        if (isEven && other.score() < best.score()) {
            return "scored lower: ";
        }
        return isEven && other.score() == best.score() && index > chosen
                ? "as good, but after " + node() + " by name: "
                : "passed over by the placer: ";
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

    /** When, where and among how many. */
    String summary() {
        int more = refusals.size();
        String needs = line == line.first
                ? ""
                : " with " + line.needs() + ", since it could not start with " + line.first.needs() + ",";
        return "put on " + node() + needs + " at " + Instant.ofEpochMilli(at) + " by " + placer + ", out of "
                + scored.size() + (scored.size() == 1 ? " node" : " nodes") + " with room and " + more + " without";
    }
}
