package dev.sampo.planning;

import dev.sampo.job.Failure;
import dev.sampo.job.JobEvent;
import dev.sampo.job.TaskState;
import dev.sampo.link.Order;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Attempts that went with their node, and what may be concluded. A task whose node was lost runs elsewhere at once and
 * is not blamed: the node may live, and if it died, another task may have killed it. Only deaths that are proven count,
 * and one short of the limit a task runs where nothing else runs, so that the last death proves that it is poison.
 */
final class Losses {
    private record Lost(JobPlan job, int task, int number, long at) {}

    /** A process that is neither seen again nor known to have died for so long counts as dead. */
    private static final long SILENT_MILLIS = 20_000;

    private final Books books;
    private final JobLife life;
    private final Map<Books.Process, List<Lost>> inDoubt = new HashMap<>();

    Losses(Books books, JobLife life) {
        this.books = books;
        this.life = life;
    }

    /** The attempt is gone without an outcome. */
    void lost(JobPlan job, NodeView view, int task) {
        int number = job.nextNumber(task);
        job.forgetNode(task);
        books.record(new JobEvent.AttemptLost(job.ledger.id(), task, view.id, number, books.now));
        if (view.mayHaveRun(job, task)) {
            doubt(view.process(), new Lost(job, task, number, books.now));
        }
        books.requeue(job, task);
    }

    /** Of two attempts at a task one has gone with its node. The other goes on, unless what is left of the task must run alone. */
    void lostOneOfTwo(JobPlan job, NodeView view, int task) {
        if (books.isActive(job) && view.mayHaveRun(job, task)) {
            doubt(view.process(), new Lost(job, task, job.nextNumber(task), books.now));
            if (job.runsAlone(task, books.settings.lossesMax())) {
                books.takeBack(job, task, Order.Reason.SUPERSEDED);
                books.requeue(job, task);
            }
        }
    }

    /** What was about to run alone in an earlier term is nowhere to be seen, nor is its process. */
    void lostAlone(JobPlan job, JobEvent.AloneBegun begun) {
        var lost = new Lost(job, begun.task(), begun.number(), books.now);
        books.record(new JobEvent.AttemptLost(begun.job(), begun.task(), begun.node(), begun.number(), books.now));
        doubt(new Books.Process(begun.node(), begun.incarnation()), lost);
    }

    private void doubt(Books.Process process, Lost lost) {
        List<Lost> others = inDoubt.get(process);
        if (others == null) {
            others = new ArrayList<>();
            inDoubt.put(process, others);
            books.timers.add(books.now + SILENT_MILLIS, new Timers.Due.Silent(process));
        }
        others.add(lost);
        lost.job().doubt(lost.task(), 1, books.settings.lossesMax());
    }

    void lives(Books.Process process) {
        List<Lost> innocent = inDoubt.remove(process);
        if (innocent != null) {
            innocent.forEach(lost -> {
                lost.job().doubt(lost.task(), -1, books.settings.lossesMax());
                books.requeue(lost.job(), lost.task());
            });
        }
    }

    void died(Books.Process process) {
        List<Lost> suspects = inDoubt.remove(process);
        if (suspects != null) {
            suspects.forEach(lost -> died(process, lost.job(), lost.task(), lost.number()));
        }
    }

    void silent(Books.Process process) {
        List<Lost> suspects = inDoubt.get(process);
        if (suspects != null && suspects.get(0).at() + SILENT_MILLIS <= books.now) {
            died(process);
        }
    }

    /** Of this node all processes before that one. */
    void diedBefore(Books.Process next) {
        inDoubt.keySet().stream()
                .filter(process -> process.node().equals(next.node()) && process.incarnation() < next.incarnation())
                .sorted((one, other) -> Long.compare(one.incarnation(), other.incarnation()))
                .toList()
                .forEach(this::died);
    }

    private void died(Books.Process process, JobPlan job, int task, int number) {
        job.doubt(task, -1, books.settings.lossesMax());
        TaskState state = job.ledger.state(task);
        if (!books.isOpen(job) || !books.isActive(job) || state.isFinal() || state == TaskState.EXPANDED) {
            return; // Nothing of it is to run any more.
        }
        var id = job.ledger.id();
        books.record(new JobEvent.NodeDied(id, task, process.node(), number, books.now));
        if (job.ledger.deaths().under(task) >= books.settings.lossesMax()) {
            var poison = new Failure(Failure.Kind.POISON, "", story(job, task), "");
            books.record(new JobEvent.AttemptFailed(
                    id, task, process.node(), number, poison, JobEvent.AttemptFailed.NO_RETRY, books.now));
            books.stragglers.callOff(job, task);
            if (job.isAssigned(task)) {
                books.takeBack(job, task, Order.Reason.SUPERSEDED); // It may run once more by now.
            }
            life.endIfTooManyFailed(job);
            life.endIfOver(job);
        } else {
            books.requeue(job, task);
        }
    }

    private static String story(JobPlan job, int task) {
        var deaths = new ArrayList<String>();
        for (JobEvent event : job.ledger.story(task)) {
            if (event instanceof JobEvent.NodeDied died) {
                deaths.add(died.node() + " under attempt " + died.number() + " at " + Instant.ofEpochMilli(died.at()));
            }
        }
        return deaths.size() + " nodes died under it: " + String.join(", ", deaths);
    }
}
