package dev.sampo.planning;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * In one pass: lines with tasks that may find room, by whose turn it is. Lines in which it is the same job's turn are kept
 * together, so that what the job is given need not be compared anew for each of them.
 */
final class Turns {
    private record Key(int priority, JobPlan job) {}

    /** Lines of one priority in which it is the turn of one job. */
    private static final class Bunch implements Comparable<Bunch> {
        private final PriorityQueue<Turn> turns = new PriorityQueue<>(Turn.IN_JOB);
        private final Turn first;

        Bunch(Turn first) {
            this.first = first;
        }

        @Override
        public int compareTo(Bunch other) {
            return Turn.OF_JOBS.compare(first, other.first);
        }
    }

    /** Tells of a turn whether it would come to nothing. */
    interface Vain {
        boolean isInVain(Turn turn);
    }

    private final Vain vain;
    private final Map<Key, Bunch> byJob = new HashMap<>();
    private final PriorityQueue<Bunch> bunches = new PriorityQueue<>();

    Turns(Vain vain) {
        this.vain = vain;
    }

    void clear() {
        byJob.clear();
        bunches.clear();
    }

    void add(Turn turn) {
        Bunch bunch = byJob.computeIfAbsent(key(turn), key -> new Bunch(turn));
        if (bunch.turns.isEmpty()) {
            bunches.add(bunch);
        }
        bunch.turns.add(turn);
    }

    private static Key key(Turn turn) {
        return new Key(turn.line().priority, turn.waiting().job);
    }

    boolean isEmpty() {
        return bunches.isEmpty();
    }

    /** Whose turn is next, or null; it stays. What others were given may have made it come later. */
    Turn peek() {
        return bunches.isEmpty() ? null : bunches.peek().turns.peek();
    }

    /** Whose turn it is now, or null when nobody's; it is taken out. */
    Turn poll() {
        while (!bunches.isEmpty()) {
            Bunch bunch = bunches.peek();
            if (bunch.first.isOutdated()) {
                bunches.poll();
                byJob.remove(key(bunch.first));
                bunch.turns.forEach(turn -> addAnew(turn.line()));
                continue;
            }
            Turn turn = bunch.turns.poll();
            if (bunch.turns.isEmpty()) {
                bunches.poll();
                byJob.remove(key(turn));
            }
            if (vain.isInVain(turn)) {
                continue;
            }
            Turn now = Turn.of(turn.line());
            if (now != null && now.waiting() == turn.waiting() && isFirstOf(bunch, now)) {
                return now;
            }
            if (now != null) {
                add(now);
            }
        }
        return null;
    }

    private static boolean isFirstOf(Bunch bunch, Turn turn) {
        return bunch.turns.isEmpty() || Turn.IN_JOB.compare(turn, bunch.turns.peek()) <= 0;
    }

    private void addAnew(Line line) {
        Turn now = Turn.of(line);
        if (now != null) {
            add(now);
        }
    }
}
