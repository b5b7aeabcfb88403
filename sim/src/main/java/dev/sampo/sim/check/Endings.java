package dev.sampo.sim.check;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Blueprint.Kind;
import dev.sampo.dag.Need;

/**
 * What the tasks of a submitted graph have come to as far as the written facts say, failures carried on to all that needs them.
 * Told from the facts alone, by asking each task back to the first, where the ledger carries news forward.
 */
final class Endings {
    enum Ending {
        WITH_VALUE,
        WITHOUT_VALUE,
        OPEN,
        /** It depends on tasks that have no number in the graph. */
        UNKNOWN
    }

    private final JobPicture job;
    private final Blueprint graph;
    private final Ending[] known;

    private Endings(JobPicture job) {
        this.job = job;
        this.graph = job.blueprint;
        this.known = new Ending[graph.size()];
    }

    static Endings of(JobPicture job) {
        return new Endings(job);
    }

    /** A stand-in as if it had been called. */
    Ending ended(int task) {
        if (task >= known.length) {
            return Ending.UNKNOWN;
        }
        if (known[task] == null) {
            known[task] = look(task);
        }
        return known[task];
    }

    private Ending look(int task) {
        JobPicture.Task told = job.known(task);
        if (graph.kind(task) == Kind.CONSTANT || told != null && told.succeededAt != JobPicture.Task.NEVER) {
            return Ending.WITH_VALUE;
        }
        if (told != null && told.isInheritedWithout) {
            return Ending.WITHOUT_VALUE;
        }
        if (graph.kind(task) == Kind.EACH || told != null && told.isGrown) {
            return Ending.UNKNOWN;
        }
        Ending own = told != null && told.isFailed ? Ending.WITHOUT_VALUE : ofInputs(task);
        int standIn = graph.standIn(task);
        return own == Ending.WITHOUT_VALUE && standIn != Blueprint.NO_TASK ? ended(standIn) : own;
    }

    /** Open unless something it needs will never come. */
    private Ending ofInputs(int task) {
        boolean isUnknown = false;
        for (int i = 0; i < graph.inputCount(task) + graph.afterCount(task); i++) {
            Ending input = need(task, i) == Need.OPTIONAL ? Ending.WITH_VALUE : ended(before(task, i));
            if (input == Ending.WITHOUT_VALUE) {
                return input;
            }
            isUnknown |= input == Ending.UNKNOWN;
        }
        return isUnknown ? Ending.UNKNOWN : Ending.OPEN;
    }

    int before(int task, int edge) {
        int inputs = graph.inputCount(task);
        return edge < inputs ? graph.input(task, edge) : graph.after(task, edge - inputs);
    }

    Need need(int task, int edge) {
        int inputs = graph.inputCount(task);
        return edge < inputs ? graph.need(task, edge) : graph.afterNeed(task, edge - inputs);
    }

    /** Whether its own attempts, or what it needs, have come to nothing, so that its stand-in may run; not if it is one that may not. */
    boolean mayCall(int task) {
        int main = graph.standsInFor(task);
        if (main != Blueprint.NO_TASK && !mayCall(main)) {
            return false;
        }
        JobPicture.Task told = job.known(task);
        boolean isOver = told != null && (told.isFailed || told.isGrown);
        return isOver || ofInputs(task) != Ending.OPEN;
    }

    /** Whether a job may succeed although this task of it has not. */
    boolean mayBeLeftOut(int task) {
        boolean isOver = ended(task) != Ending.OPEN;
        for (int main = graph.standsInFor(task); main != Blueprint.NO_TASK; main = graph.standsInFor(main)) {
            isOver |= ended(main) != Ending.OPEN;
        }
        return isOver;
    }

    /** Whether something that the whole job is for will never come, or may not for all that is known. */
    boolean mayLackAnEnd() {
        boolean mayLack = false;
        for (int task = 0; task < graph.size(); task++) {
            boolean isEnd = isForItself(task) && graph.standsInFor(task) == Blueprint.NO_TASK;
            mayLack |= isEnd && (ended(task) == Ending.WITHOUT_VALUE || ended(task) == Ending.UNKNOWN);
        }
        return mayLack;
    }

    /** Nobody needs it, or nobody any more: a fork runs again what has added tasks, even when it took over what was made of it. */
    private boolean isForItself(int task) {
        boolean isForItself = true;
        for (int i = 0; i < graph.successorCount(task); i++) {
            JobPicture.Task reader = job.known(graph.successor(task, i));
            isForItself &= reader != null && reader.isInherited;
        }
        return isForItself;
    }

    /** Whether a value of it, or of one that stood in for it, was lost, so that it may have been there for those who used it. */
    boolean wasLost(int task) {
        boolean wasLost = false;
        for (int maker = task; maker != Blueprint.NO_TASK; maker = graph.standIn(maker)) {
            JobPicture.Task told = job.known(maker);
            wasLost |= told != null && told.valueLosses > 0;
        }
        return wasLost;
    }
}
