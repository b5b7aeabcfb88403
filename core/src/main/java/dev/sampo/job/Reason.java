package dev.sampo.job;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Why some neighbours were put on a node, in short: what the journal keeps of a placement, so that the next scheduler knows it too.
 *
 * @param fence of the first of them; those of the others have up to so many {@code moreSerials} above it
 * @param first number of the first task of {@code count}
 * @param placer what chose the node
 * @param choice which of the needs the tasks may have it went by, from 0
 * @param next the node that would have been taken otherwise; none where no other had room
 * @param roomy how many nodes with room there were, the chosen one included
 * @param refused how many others there were, by what stood against them
 */
public record Reason(
        long at,
        Fence fence,
        int moreSerials,
        int first,
        int count,
        String node,
        String placer,
        int choice,
        Optional<Next> next,
        int roomy,
        Map<Against, Integer> refused) {

    public Reason {
        refused = Map.copyOf(refused);
    }

    /**
     * The second best.
     *
     * @param score what it came to, about, and {@code best} the chosen one; both 0 where it was not for its score that it lost
     */
    public record Next(String node, Edge lostBy, float score, float best) {
        public Next {
            score = lostBy == Edge.SCORE ? score : 0;
            best = lostBy == Edge.SCORE ? best : 0;
        }
    }

    /** What the chosen one had over another: the later, the nearer that came. Their places are in journals. */
    public enum Edge {
        WAITS("would have let it wait"),
        OUTVOTED("it was outvoted before"),
        FAILED_THERE("it had failed there"),
        PREFERENCE("not what it prefers"),
        SCORE("scored lower"),
        NAME("as good, but after the chosen one by name"),
        PASSED_OVER("passed over by the placer");

        private final String words;

        Edge(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** What stood against a node. Their places are in journals: more are added at the end. */
    public enum Against {
        FULL("full for now"),
        SIZE("too small"),
        LABELS("with other labels"),
        CLOSED("closed to new tasks"),
        SILENT("yet to say what they held"),
        NOT_YET("only for when no worker is there"),
        KEPT("kept for a task that had waited too long"),
        ELSEWHERE("not where the timetable had it"),
        COMPANY("ruled out by where others ran"),
        VOTED("asked before"),
        LEFT_ALONE("left alone"),
        SOLO("on which something ran alone"),
        UNSEEN("not looked at");

        private final String words;

        Against(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    public boolean isOf(int task) {
        return first <= task && task < first + count;
    }

    /** Whether this permission was given with it. */
    public boolean isBy(Fence attempt) {
        return attempt.term() == fence.term()
                && fence.serial() <= attempt.serial()
                && attempt.serial() <= fence.serial() + moreSerials;
    }

    /** All that placements have in common again and again; written once. */
    record Shape(
            String placer,
            int choice,
            Optional<Edge> lostBy,
            int roomy,
            Map<Against, Integer> refused,
            boolean isOfMany) {}

    Shape shape() {
        boolean isOfMany = count > 1 || moreSerials > 0;
        return new Shape(placer, choice, next.map(Next::lostBy), roomy, refused, isOfMany);
    }

    static Reason of(Shape shape, long at, Fence fence, int moreSerials, int first, int count, String node, Next next) {
        return new Reason(
                at,
                fence,
                moreSerials,
                first,
                count,
                Objects.requireNonNull(node),
                shape.placer,
                shape.choice,
                Optional.ofNullable(next),
                shape.roomy,
                shape.refused);
    }
}
