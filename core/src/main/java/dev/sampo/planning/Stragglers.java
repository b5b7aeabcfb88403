package dev.sampo.planning;

import dev.sampo.job.Attempt;
import dev.sampo.job.Failure;
import dev.sampo.job.Fence;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Outcome;
import dev.sampo.job.Samples;
import dev.sampo.job.TaskState;
import dev.sampo.link.Order;
import dev.sampo.link.Report;
import dev.sampo.resource.Resources;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tasks that take longer than their kind does and ask for a copy then: a second attempt on another node. The first of the two that
 * ends well counts, whichever it is, and the other is called off; where one comes to nothing, the other is the attempt from then on.
 *
 * <p>A copy is a fact, and its order leaves when that is durable: of two attempts that nodes hold the next term knows that
 * both are meant.
 */
final class Stragglers {
    private record Key(JobPlan job, int task) {}

    private record Unsent(long facts, Copy copy) {}

    /** Fewer runs do not show which are long. */
    private static final int RUNS_MIN = 5;

    private static final double OFTEN = 0.95;
    private static final long LOOK_AGAIN_MILLIS = 500;
    /** For how many that may have a copy a node is looked for in one step. */
    private static final int LOOKS_MAX = 64;

    private final Books books;
    private final Map<Key, Copy> copies = new HashMap<>();
    private final ArrayDeque<Unsent> unsent = new ArrayDeque<>();
    private long durable;
    /** Tasks whose copy was never sent in this term: they may have another. */
    private final Set<Key> uncopied = new HashSet<>();
    /** Those that are known to take long; some may have ended. */
    private final Map<Key, Timers.Due.Slow> slow = new HashMap<>();
    /** Of them those to be looked at in this step. */
    private final List<Timers.Due.Slow> due = new ArrayList<>();

    Stragglers(Books books) {
        this.books = books;
    }

    private Copy of(JobPlan job, int task) {
        return copies.isEmpty() ? null : copies.get(new Key(job, task));
    }

    /** Whether this node has the second attempt at the task. */
    boolean isAt(NodeView view, JobPlan job, int task) {
        Copy copy = of(job, task);
        return copy != null && copy.view == view;
    }

    boolean isCopy(JobPlan job, int task, NodeView view, Fence attempt) {
        Copy copy = of(job, task);
        return copy != null && copy.is(view, attempt);
    }

    /** The current attempt runs from now on. */
    void begun(JobPlan job, int task) {
        if (job.options(task).copySlow()) {
            watch(new Timers.Due.Slow(job.ledger.id(), task, job.fence(task).packed(), books.now));
        }
    }

    private void watch(Timers.Due.Slow attempt) {
        JobPlan job = books.jobs.get(attempt.job());
        long usual = usualMillis(job, attempt.task());
        long ran = books.now - attempt.since();
        long after = books.settings.copies().afterMillis();
        long at =
                usual < 0 ? books.now + Math.max(after - ran, after / 2 + ran / 8) : attempt.since() + limit(usual) + 1;
        books.timers.add(Math.max(books.now + 1, at), attempt);
    }

    private long limit(long usualMillis) {
        return Math.max(books.settings.copies().afterMillis(), usualMillis);
    }

    /** How long 95 of 100 of its kind run at most; negative while nobody knows. */
    private long usualMillis(JobPlan job, int task) {
        Samples runs = books.ledger.experience().of(job.ledger, task);
        return runs == null || runs.count() < RUNS_MIN ? -1 : runs.quantile(OFTEN) / 1_000;
    }

    /** A task may have run for longer than its kind does. */
    void due(Timers.Due.Slow attempt) {
        JobPlan job = books.jobs.get(attempt.job());
        int task = attempt.task();
        if (!isCurrent(attempt) || hasHadOne(job, task) || job.ledger.losses(task) > 0) {
            slow.remove(new Key(job, task));
            return;
        }
        long usual = usualMillis(job, task);
        if (usual < 0 || books.now - attempt.since() <= limit(usual)) {
            watch(attempt);
        } else {
            slow.put(new Key(job, task), attempt);
            due.add(attempt);
        }
    }

    private boolean hasHadOne(JobPlan job, int task) {
        return job.ledger.copies().of(task) != null && !uncopied.contains(new Key(job, task));
    }

    private boolean isCurrent(Timers.Due.Slow attempt) {
        JobPlan job = books.jobs.get(attempt.job());
        return books.isOpen(job)
                && books.isActive(job)
                && attempt.task() < job.ledger.size()
                && job.isAssigned(attempt.task())
                && job.fence(attempt.task()).packed() == attempt.fence();
    }

    /** At the end of a pass: what room is left, and wanted by nobody who is ready, is for copies. */
    void run(Dispatch dispatch) {
        begin();
        int looks = 0;
        var looked = new ArrayList<Timers.Due.Slow>();
        for (Timers.Due.Slow attempt : due) {
            JobPlan job = books.jobs.get(attempt.job());
            boolean mayBe = looks < LOOKS_MAX && isCurrent(attempt) && whyNot(job, attempt.task()) == null;
            looks += mayBe ? 1 : 0;
            if (!mayBe) {
                books.timers.add(books.now + LOOK_AGAIN_MILLIS, attempt);
            } else if (!copy(job, attempt.task(), books.now - attempt.since(), dispatch)) {
                looked.add(attempt);
            }
        }
        due.clear();
        looked.forEach(attempt -> books.timers.add(books.now + LOOK_AGAIN_MILLIS, attempt)); // After all others.
    }

    /** What is against a copy of a task that takes long, besides a want of room; null for nothing. */
    private String whyNot(JobPlan job, int task) {
        double share = books.settings.copies().share();
        if (share == 0) {
            return "copies are off";
        }
        if (job.course != null) {
            return "its job is kept to a timetable";
        }
        long had = job.ledger.copies().count()
                - uncopied.stream().filter(key -> key.job() == job).count();
        if (had >= Math.max(1, share * job.ledger.size())) {
            return "as many tasks of its job have had one as may";
        }
        if (!copies.isEmpty() && heldWith(job.held(task)) > share) {
            return "copies hold as much of the cluster as they may";
        }
        boolean isFit = job.settled
                && !books.isSettling
                && job.ledger.status() == JobStatus.RUNNING
                && job.ledger.state(task) == TaskState.READY;
        return isFit ? null : "its job does not go on at the moment";
    }

    /** Which part of the cluster copies hold, and would with one more that needs this. */
    private double heldWith(Resources needs) {
        double held = books.shares.of(needs);
        for (Copy copy : copies.values()) {
            held += books.shares.of(copy.needs);
        }
        return held;
    }

    private boolean copy(JobPlan job, int task, long ranMillis, Dispatch dispatch) {
        List<Line> wanting = books.lines.inOrder().stream()
                .filter(line -> line.next() != null)
                .toList();
        Dispatch.Choice choice = dispatch.chooseIdle(
                job,
                task,
                view -> view.index != job.node(task) && wanting.stream().noneMatch(line -> line.couldRun(view)));
        if (choice == null) {
            return false;
        }
        Decision decision = books.decisions.made(dispatch, choice.bars(), choice.candidates(), choice.chosen());
        NodeView view = choice.view();
        var fence = new Fence(books.term, books.nextSerial());
        var copy = new Copy(job, task, view, fence, choice.bars().line.needs());
        copies.put(new Key(job, task), copy);
        slow.remove(new Key(job, task));
        uncopied.remove(new Key(job, task));
        job.hold(task, view, copy.needs);
        books.record(new JobEvent.CopyBegun(
                job.ledger.id(),
                task,
                view.id,
                job.nextNumber(task),
                fence,
                ranMillis,
                usualMillis(job, task),
                books.now));
        unsent.add(new Unsent(books.ledger.factCount(), copy));
        if (decision != null) {
            decision.covers(task, fence.serial());
        }
        return true;
    }

    void durable(long facts) {
        durable = facts;
    }

    /** What is known to be a copy may begin, as all that came with that news has it: its job may have been paused. */
    private void begin() {
        while (!unsent.isEmpty() && unsent.peek().facts() <= durable) {
            Copy copy = unsent.poll().copy();
            if (of(copy.job, copy.task) != copy) {
                continue;
            }
            boolean isWanted = copy.view.isOpen()
                    && !books.switches.isForcedOpen(copy.job, copy.task, copy.view)
                    && copy.job.ledger.status() == JobStatus.RUNNING
                    && copy.job.ledger.state(copy.task) == TaskState.READY;
            if (isWanted) {
                send(copy);
            } else {
                drop(copy, true, "it was not to begin any more");
            }
        }
    }

    private void send(Copy copy) {
        copy.isSent = true;
        Dispatch.provideInputs(copy.view, copy.job, copy.task);
        books.breakers.begun(copy.job, copy.task, copy.view, copy.fence.serial());
        copy.view.assign(
                copy.job,
                copy.task,
                copy.job.nextNumber(copy.task),
                copy.job.particular(copy.task, copy.needs),
                books.foresight.millis(copy.job, copy.task, copy.view),
                copy.fence.serial(),
                false);
    }

    boolean isOneOfTwo(JobPlan job, NodeView view, Attempt attempt) {
        Copy copy = of(job, attempt.task());
        return copy != null
                && (copy.is(view, attempt.fence()) || job.isAssigned(attempt.task(), view, attempt.fence()));
    }

    /**
     * One of two attempts has ended.
     *
     * @param counts whether it ended well, and used the values that count: then it is the only one from now on
     * @return whether it came to nothing and the other goes on, so that nothing follows for the task
     */
    boolean ended(JobPlan job, NodeView view, Report.Ended end, boolean counts) {
        Attempt attempt = end.attempt();
        Copy copy = of(job, attempt.task());
        boolean isSecond = copy.is(view, attempt.fence());
        if (!counts) {
            if (end.outcome() instanceof Outcome.Failed failed) {
                books.breakers.failed(job, attempt.task(), view, attempt.fence(), failed.failure());
            }
            return goesOnWithout(job, attempt.task(), isSecond, why(end.outcome()));
        }
        NodeView other = isSecond ? books.view(job.node(attempt.task())) : copy.view;
        boolean isTold = isSecond || copy.isSent;
        Fence its = isSecond ? job.fence(attempt.task()) : copy.fence;
        letGo(copy, isSecond);
        if (isTold) {
            books.breakers.calledOff(job, attempt.task(), other, its, 1_000 * ran(job, attempt.task(), isSecond));
            other.supersede(job, attempt.task());
        }
        return false;
    }

    /** For how many milliseconds one of two attempts has run by now. */
    private long ran(JobPlan job, int task, boolean isFirst) {
        JobEvent.CopyBegun begun = job.ledger.copies().of(task);
        return books.now - begun.at() + (isFirst ? begun.ranMillis() : 0);
    }

    private static String why(Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return failed.failure().toString();
        }
        return outcome instanceof Outcome.InputLost
                ? "an input was not to be had"
                : outcome instanceof Outcome.Cancelled ? "its node gave it back" : "it had used a value that was lost";
    }

    /** Ends the hold of the first or of the second attempt; the one that is left is the current one. */
    private void letGo(Copy copy, boolean isFirst) {
        JobPlan job = copy.job;
        copies.remove(new Key(job, copy.task));
        if (isFirst) {
            job.release(copy.task, books.view(job.node(copy.task)));
            job.goesOnWith(copy.task, copy.view, copy.fence, copy.needs);
        } else {
            job.letGo(copy.task, copy.view, copy.needs);
        }
    }

    /** One of two attempts is over without an outcome; false when there is no other that runs, be it that it was about to. */
    private boolean goesOnWithout(JobPlan job, int task, boolean isSecond, String why) {
        Copy copy = of(job, task);
        if (copy == null) {
            return false;
        }
        boolean goesOn = isSecond || copy.isSent;
        drop(copy, !goesOn || isSecond, goesOn ? why : "it was not to begin any more");
        return goesOn;
    }

    private void drop(Copy copy, boolean isSecond, String why) {
        JobPlan job = copy.job;
        NodeView view = isSecond ? copy.view : books.view(job.node(copy.task));
        Fence fence = isSecond ? copy.fence : job.fence(copy.task);
        letGo(copy, !isSecond);
        if (isSecond && !copy.isSent) {
            neverBegan(copy);
        }
        if (books.isActive(job)) {
            books.record(new JobEvent.AttemptDropped(
                    job.ledger.id(), copy.task, view.id, job.nextNumber(copy.task), fence, why, books.now));
        }
    }

    private void neverBegan(Copy copy) {
        JobEvent.CopyBegun begun = copy.job.ledger.copies().of(copy.task);
        uncopied.add(new Key(copy.job, copy.task));
        watch(new Timers.Due.Slow(
                copy.job.ledger.id(), copy.task, copy.job.fence(copy.task).packed(), begun.at() - begun.ranMillis()));
    }

    /** The node does not have the current attempt at the task any more; whether another goes on. */
    boolean goesOnWithoutFirst(JobPlan job, int task, String why) {
        return goesOnWithout(job, task, false, why);
    }

    /** The attempt with this fence ran too long; whether another goes on. */
    boolean timedOut(JobPlan job, int task, long fence, String limit) {
        Copy copy = of(job, task);
        boolean isSecond = copy != null && copy.fence.packed() == fence;
        if (copy == null || !isSecond && job.fence(task).packed() != fence) {
            return false;
        }
        NodeView view = isSecond ? copy.view : books.view(job.node(task));
        boolean goesOn = goesOnWithout(job, task, isSecond, limit);
        if (goesOn) {
            books.breakers.failed(
                    job, task, view, Fence.unpacked(fence), new Failure(Failure.Kind.TIMED_OUT, "", limit, ""));
            view.flushBatch();
            view.cancel(job.ledger.id(), new int[] {task}, Order.Reason.TIMED_OUT);
        }
        return goesOn;
    }

    /** Of tasks with two attempts the node has taken one with it. */
    void lost(NodeView view, Losses losses) {
        for (Copy copy : List.copyOf(copies.values())) {
            boolean isSecond = copy.view == view;
            boolean isFirst = copy.job.node(copy.task) == view.index;
            boolean mayHaveRun = isFirst || copy.isSent;
            boolean goesOn = (isFirst || isSecond)
                    && goesOnWithout(copy.job, copy.task, isSecond, JobEvent.AttemptDropped.NODE_LOST);
            if (goesOn && mayHaveRun) {
                losses.lostOneOfTwo(copy.job, view, copy.task);
            }
        }
    }

    /** A node holds the other of two attempts that an earlier term has allowed. */
    boolean takesUp(JobPlan job, NodeView view, Report.Holding holding) {
        Attempt attempt = holding.attempt();
        boolean isOther = isOther(job, view, attempt);
        if (isOther) {
            takeUp(
                    job,
                    view,
                    attempt,
                    holding.needs().orElse(job.options(attempt.task()).needs()));
        }
        return isOther;
    }

    /** A node has ended the other of two attempts well that an earlier term has allowed, and may be the first to be heard. */
    void succeeded(JobPlan job, NodeView view, Attempt attempt) {
        if (isOther(job, view, attempt)) {
            takeUp(job, view, attempt, job.options(attempt.task()).needs());
        }
    }

    private boolean isOther(JobPlan job, NodeView view, Attempt attempt) {
        int task = attempt.task();
        return job.isAssigned(task)
                && of(job, task) == null
                && job.node(task) != view.index
                && books.isActive(job)
                && job.ledger.state(task) == TaskState.READY
                && !view.isCallingOff(job, task)
                && job.ledger.copies().areBoth(task, job.fence(task), attempt.fence());
    }

    private void takeUp(JobPlan job, NodeView view, Attempt attempt, Resources needs) {
        var copy = new Copy(job, attempt.task(), view, attempt.fence(), needs);
        copy.isSent = true;
        copies.put(new Key(job, attempt.task()), copy);
        job.hold(attempt.task(), view, needs);
    }

    /** Whether this outcome, told of when nobody has the task, says nothing of it: another attempt may go on, or did when it was told first. */
    static boolean saysNothing(JobPlan job, Attempt attempt, Outcome outcome) {
        var known = job.ledger.copies();
        return outcome instanceof Outcome.Failed
                && (known.isOpen(attempt.task()) || known.isDropped(attempt.task(), attempt.fence()));
    }

    /** The second attempt, if there is one, is not to count, whatever becomes of the first. */
    void callOff(JobPlan job, int task) {
        Copy copy = of(job, task);
        if (copy != null) {
            letGo(copy, false);
            if (copy.isSent) {
                copy.view.supersede(job, task);
            }
        }
    }

    /** The job is cancelled: what has not been sent never is. */
    void cancelled(JobPlan job) {
        for (Copy copy : List.copyOf(copies.values())) {
            if (copy.job == job && !copy.isSent) {
                letGo(copy, false);
            }
        }
    }

    /** The job is over, and what nodes hold of it they are told. */
    void over(JobPlan job) {
        for (Copy copy : List.copyOf(copies.values())) {
            if (copy.job == job) {
                letGo(copy, false);
            }
        }
        slow.keySet().removeIf(key -> key.job() == job);
        uncopied.removeIf(key -> key.job() == job);
    }

    /** For people: what is done, or not, because the task takes long. */
    String told(JobPlan job, int task) {
        Copy copy = of(job, task);
        JobEvent.CopyBegun begun = job.ledger.copies().of(task);
        if (copy != null) {
            return "; a copy of it " + (copy.isSent ? "is on " : "is about to begin on ") + copy.view.id
                    + (begun == null ? "" : ", since it had run for " + usual(begun.ranMillis(), begun.usualMillis()));
        }
        Timers.Due.Slow attempt = slow.get(new Key(job, task));
        if (attempt == null || job.fence(task).packed() != attempt.fence()) {
            return "";
        }
        String why = whyNot(job, task);
        return "; it has run for " + usual(books.now - attempt.since(), usualMillis(job, task))
                + (why == null
                        ? ", and gets a copy when another node has room that nobody who is ready could use"
                        : ", and gets no copy: " + why);
    }

    static String usual(long ranMillis, long usualMillis) {
        return ranMillis + " ms, and 95 of 100 of its kind run for " + usualMillis + " ms at most";
    }
}
