package dev.sampo.lookahead;

import java.util.SplittableRandom;

/** The best lists so far, shortest first, of which pairs are crossed to make new ones. */
final class Brood {
    /** How likely two neighbours of a new list change places. */
    private static final double MUTATION = 0.2;

    private final Listing[] kept;
    private int size;
    private final int[][] after;
    private final SplittableRandom random;
    /** Tasks inherited in the present crossing bear its number. */
    private final int[] inheritedIn;

    private int crossings;

    Brood(int most, int[][] after, SplittableRandom random) {
        this.kept = new Listing[most];
        this.after = after;
        this.random = random;
        this.inheritedIn = new int[after.length];
    }

    int most() {
        return kept.length;
    }

    boolean isFull() {
        return size == kept.length;
    }

    long shortest() {
        return kept[0].makespan;
    }

    Listing any() {
        return kept[random.nextInt(size)];
    }

    private Listing oneOfTheBetter() {
        return kept[Math.min(random.nextInt(size), random.nextInt(size))];
    }

    /** Keeps the list if it is good enough and new; gives the one that is out: the same, or another in its place. */
    Listing keep(Listing made) {
        Listing out = null;
        int at = size;
        if (isFull()) {
            at--;
            out = kept[at];
            if (made.makespan > out.makespan || isThere(made)) {
                return made;
            }
        } else {
            size++;
        }
        while (at > 0 && kept[at - 1].makespan > made.makespan) {
            kept[at] = kept[at - 1];
            at--;
        }
        kept[at] = made;
        return out;
    }

    private boolean isThere(Listing made) {
        for (Listing each : kept) {
            if (each.cameToTheSame(made)) {
                return true;
            }
        }
        return false;
    }

    /** One parent's list, but a stretch of it in the other's order; every task goes where that parent had it. */
    void cross(Listing child) {
        Listing mother = oneOfTheBetter();
        Listing father = oneOfTheBetter();
        int one = random.nextInt(child.list.length + 1);
        int two = random.nextInt(child.list.length + 1);
        crossings++;
        inherit(mother, child, 0, Math.min(one, two));
        inherit(father, child, Math.min(one, two), Math.max(one, two));
        inherit(mother, child, Math.max(one, two), child.list.length);
        for (int i = 1; i < child.list.length; i++) {
            if (random.nextDouble() < MUTATION) {
                swap(child, i);
            }
        }
    }

    private void inherit(Listing parent, Listing child, int from, int to) {
        int at = from;
        for (int i = 0; at < to; i++) {
            int task = parent.list[i];
            if (inheritedIn[task] != crossings) {
                inheritedIn[task] = crossings;
                child.list[at++] = task;
                child.node[task] = parent.node[task];
            }
        }
    }

    private void swap(Listing child, int i) {
        int first = child.list[i - 1];
        int second = child.list[i];
        for (int successor : after[first]) {
            if (successor == second) {
                return;
            }
        }
        child.list[i - 1] = second;
        child.list[i] = first;
        child.node[second] = Board.ANYWHERE;
    }
}
