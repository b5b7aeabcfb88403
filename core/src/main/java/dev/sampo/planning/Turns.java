package dev.sampo.planning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * In one pass: lines with tasks that may find room, by whose turn it is: the more urgent first, then by tenant and job as within a
 * {@link Line}. Lines in which it is the same job's turn are kept together, so that what the job is given need not be compared anew for
 * each of them.
 */
final class Turns {
    private record Key(int priority, JobPlan job) {}

    /** Lines of one priority in which it is the turn of one job. */
    private static final class Bunch implements Comparable<Bunch> {
        private final PriorityQueue<Turn> turns = new PriorityQueue<>(Turn.IN_JOB);
        private final Key key;
        private double tenantTurn;
        private double jobShare;
        private double jobUsed;

        Bunch(Key key, Turn first) {
            this.key = key;
            weigh(first);
        }

        /** By what the job has now. */
        void weigh(Turn turn) {
            tenantTurn = key.job.tenant.roughTurn();
            jobShare = key.job.holding.rough();
            jobUsed = turn.waiting().used;
        }

        /** Whether what was given out since may have made it come later. */
        boolean isOutdated() {
            return tenantTurn != key.job.tenant.roughTurn() || jobShare != key.job.holding.rough();
        }

        @Override
        public int compareTo(Bunch other) {
            int order = Integer.compare(other.key.priority, key.priority);
            order = order != 0 ? order : Double.compare(tenantTurn, other.tenantTurn);
            order = order != 0 ? order : Long.compare(key.job.deadline(), other.key.job.deadline());
            order = order != 0 ? order : Double.compare(jobShare, other.jobShare);
            order = order != 0 ? order : Double.compare(jobUsed, other.jobUsed);
            return order != 0 ? order : Long.compare(key.job.number, other.key.job.number);
        }
    }

    /** Tells of a turn whether it would come to nothing. */
    interface Vain {
        boolean isInVain(Turn turn);
    }

    private final Vain vain;
    private final Map<Key, Bunch> byJob = new HashMap<>();
    private final PriorityQueue<Bunch> bunches = new PriorityQueue<>();
    /** In lines of a bunch that was outdated it has come to be the turn of another job, or of another task. */
    private final List<Turn> changed = new ArrayList<>();

    Turns(Vain vain) {
        this.vain = vain;
    }

    void clear() {
        byJob.clear();
        bunches.clear();
    }

    void add(Turn turn) {
        var key = new Key(turn.line().priority, turn.waiting().job);
        Bunch bunch = byJob.get(key);
        if (bunch == null) {
            bunch = new Bunch(key, turn);
            byJob.put(key, bunch);
            bunches.add(bunch);
        }
        bunch.turns.add(turn);
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
            if (bunch.isOutdated()) {
                bunches.poll();
                putAnew(bunch);
                continue;
            }
            Turn turn = bunch.turns.poll();
            if (bunch.turns.isEmpty()) {
                bunches.poll();
                byJob.remove(bunch.key);
            }
            if (vain.isInVain(turn)) {
                continue;
            }
            Turn now = turn.now();
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

    /** Nearly all of its lines stay with it. */
    private void putAnew(Bunch bunch) {
        bunch.turns.removeIf(this::hasChanged);
        if (bunch.turns.isEmpty()) {
            byJob.remove(bunch.key);
        } else {
            bunch.weigh(bunch.turns.peek());
            bunches.add(bunch);
        }
        changed.forEach(this::add);
        changed.clear();
    }

    private boolean hasChanged(Turn turn) {
        Turn now = turn.now();
        if (now != null && now != turn) {
            changed.add(now);
        }
        return now != turn;
    }
}
