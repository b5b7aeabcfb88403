package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.job.Attempt;
import dev.sampo.job.Experience;
import dev.sampo.job.Failure;
import dev.sampo.job.Grounds;
import dev.sampo.job.JobEvent;
import dev.sampo.job.Outcome;
import dev.sampo.job.Stretch;
import dev.sampo.job.TaskState;
import dev.sampo.job.Value;
import dev.sampo.job.Votes;
import dev.sampo.link.Order;
import dev.sampo.link.Report;
import dev.sampo.resource.Resources;
import java.util.Optional;

/**
 * What follows when an attempt ends. Only the current attempt of a task may end it; the outcome of any other is refused,
 * and what the node built on it is called back.
 */
final class Outcomes {
    /** Time for the news of the change to arrive before the task is placed by it. */
    private static final long HANDED_BACK_WAIT_MILLIS = 500;

    private final Books books;
    private final JobLife life;
    private final Lineage lineage;
    private final Growths growths;
    /** What the attempt held that has just ended, as far as that is known. */
    private Resources heldBefore = Resources.NONE;

    Outcomes(Books books, JobLife life) {
        this.books = books;
        this.life = life;
        this.lineage = new Lineage(books);
        this.growths = new Growths(books);
    }

    void ended(NodeView view, Report.Ended end) {
        Attempt attempt = end.attempt();
        JobPlan job = books.jobs.get(attempt.job());
        if (!books.isOpen(job) || attempt.task() < 0 || attempt.task() >= job.ledger.size()) {
            if (end.adopted().length > 0) {
                view.cancel(attempt.job(), end.adopted(), Order.Reason.SUPERSEDED);
            }
            return;
        }
        boolean isKnown = isKnownSuccess(job, attempt, end.outcome());
        boolean isHeld = end.outcome() instanceof Outcome.Failed && job.isAssigned(attempt.task());
        heldBefore = isHeld ? job.held(attempt.task()) : Resources.NONE;
        if (end.outcome() instanceof Outcome.Succeeded && lineage.isOfThisJob(job, attempt)) {
            books.stragglers.succeeded(job, view, attempt);
        }
        boolean isDropped = books.stragglers.isOneOfTwo(job, view, attempt) && isDropped(job, view, end);
        boolean accepted = !isDropped && claims(job, view, end);
        if (accepted && books.isActive(job)) {
            settle(job, view, end);
        }
        boolean isMade = end.outcome() instanceof Outcome.Succeeded;
        if (isMade && !accepted && !isKnown && !isHeldBy(view, job, attempt.task())) {
            view.supersede(job, attempt.task());
        }
        for (int task : end.adopted()) {
            adopt(job, view, task, attempt, accepted || isKnown);
        }
        books.returned(job, attempt.task(), view);
        life.endIfOver(job);
    }

    /** Whether one of two attempts came to nothing, and the other goes on. */
    private boolean isDropped(JobPlan job, NodeView view, Report.Ended end) {
        boolean isGrounded = isGrounded(job, end);
        boolean counts = isGrounded && end.outcome() instanceof Outcome.Succeeded;
        boolean isDropped = books.stragglers.ended(job, view, end, counts);
        if (isDropped && !isGrounded) {
            provideAnew(job, view, end.attempt().task());
        }
        return isDropped;
    }

    /** Whether this is the attempt that counts; if it is held, its hold ends here. */
    private boolean claims(JobPlan job, NodeView view, Report.Ended end) {
        Attempt attempt = end.attempt();
        Outcome outcome = end.outcome();
        int task = attempt.task();
        if (job.isAssigned(task, view, attempt.fence())) {
            job.release(task, view);
            boolean isGrounded = isGrounded(job, end);
            if (!isGrounded) {
                provideAnew(job, view, task);
            }
            if (!isGrounded || !isNews(job, attempt, outcome)) {
                job.forgetNode(task);
                books.requeue(job, task);
                return false;
            }
            return true;
        }
        return isUnclaimed(job, task)
                && !(outcome instanceof Outcome.Cancelled)
                && !(outcome instanceof Outcome.InputLost)
                && isNews(job, attempt, outcome)
                && !Stragglers.saysNothing(job, attempt, outcome)
                && lineage.isOfThisJob(job, attempt)
                && isGrounded(job, end);
    }

    /** Whether it used the values that count; an attempt that never started used none and says nothing of them. */
    private static boolean isGrounded(JobPlan job, Report.Ended end) {
        boolean usedNone = end.grounds() == Grounds.NONE && !(end.outcome() instanceof Outcome.Succeeded);
        return usedNone || Lineage.isKnown(job, end.attempt().task(), end.grounds());
    }

    /** The node had other values than those that count: next time it is sent all of them. */
    private static void provideAnew(JobPlan job, NodeView view, int task) {
        Lineage.forEachInput(job, task, input -> {
            int maker = job.ledger.madeBy(input);
            if (!job.isAssigned(maker)) {
                job.forgetNode(maker);
            }
            view.valueLost(job, maker);
            view.valueLost(job, input);
        });
    }

    /** Told again because the node has not heard that it is durable: what it built on it stands. */
    private static boolean isKnownSuccess(JobPlan job, Attempt attempt, Outcome outcome) {
        return outcome instanceof Outcome.Succeeded
                && job.ledger.state(attempt.task()) == TaskState.SUCCEEDED
                && job.ledger.fence(attempt.task()).equals(attempt.fence());
    }

    /** A failure is told again until the node knows it to be durable; it must not be counted again. */
    private static boolean isNews(JobPlan job, Attempt attempt, Outcome outcome) {
        return !(outcome instanceof Outcome.Failed) || attempt.number() >= job.nextNumber(attempt.task());
    }

    /** Nobody has the task now: work told of again after a failover, or by a node given up too soon, is welcome. */
    private static boolean isUnclaimed(JobPlan job, int task) {
        TaskState state = job.ledger.state(task);
        return !job.isAssigned(task) && (state == TaskState.READY || state == TaskState.RETRYING);
    }

    private void settle(JobPlan job, NodeView view, Report.Ended end) {
        Attempt attempt = end.attempt();
        Outcome outcome = end.outcome();
        if (outcome instanceof Outcome.Succeeded) {
            books.foresight.ran(job, attempt.task(), end.micros());
        } else {
            books.foresight.wentWrong(job);
        }
        if (outcome instanceof Outcome.Succeeded success) {
            succeeded(job, view, end, success);
        } else if (outcome instanceof Outcome.Failed failed) {
            job.forgetNode(attempt.task());
            failed(job, view, attempt, failed.failure());
        } else if (outcome instanceof Outcome.InputLost lost) {
            job.forgetNode(attempt.task());
            inputLost(job, attempt, lost.task());
            books.requeue(job, attempt.task());
        } else if (outcome instanceof Outcome.Cancelled) {
            handedBack(job, view, attempt);
        } else {
            throw new AssertionError(outcome);
        }
    }

    private void succeeded(JobPlan job, NodeView view, Report.Ended end, Outcome.Succeeded success) {
        Attempt attempt = end.attempt();
        int task = attempt.task();
        String fault = faultOf(job, task, success);
        Optional<Failure> failure = fault == null
                ? success.growth().flatMap(growth -> growths.faultOf(job, task, growth))
                : Optional.of(new Failure(Failure.Kind.NOT_RUNNABLE, "", fault, ""));
        if (failure.isPresent()) {
            failed(job, view, attempt, failure.get());
            return;
        }
        job.lineOf(task, books.lines).ran(end.micros());
        view.ran(end.micros());
        books.breakers.succeeded(job, task, view, attempt.fence(), end.micros());
        if (!job.options(task).verification().isNone() && !isAgreedOn(job, view, end, success.value())) {
            return;
        }
        boolean standsIn =
                success.growth().isPresent() && success.growth().get().result() != Outcome.Growth.NO_RESULT;
        if (!standsIn) {
            Optional<Experience.Lesson> known = lessonBefore(job, task);
            books.record(new JobEvent.TaskSucceeded(
                    attempt.job(),
                    task,
                    view.id,
                    attempt.number(),
                    attempt.fence(),
                    success.value(),
                    end.micros(),
                    books.now));
            known.ifPresent(before -> learned(job, task, before));
            job.made(task, view, books.lastFence());
            books.company.done(job, task, view.id);
            job.madeAgain(task);
            books.freeing.readerDone(job, task);
            books.moves.made(job, task, view);
        }
        success.growth()
                .ifPresent(growth -> books.record(
                        new JobEvent.TasksAdded(attempt.job(), task, growth.blueprint(), growth.result(), books.now)));
        if (standsIn) {
            job.forgetNode(task);
        }
    }

    /** What was known of its kind, if its success may show something else. */
    private Optional<Experience.Lesson> lessonBefore(JobPlan job, int task) {
        boolean mayTeach =
                job.ledger.tries().hasFailed(task) && !job.options(task).isFixed();
        return mayTeach ? Optional.of(books.ledger.experience().lesson(job.ledger, task)) : Optional.empty();
    }

    private void learned(JobPlan job, int task, Experience.Lesson before) {
        if (!books.ledger.experience().lesson(job.ledger, task).equals(before)) {
            books.askAnew();
        }
    }

    /** Whether enough nodes made the same of the task; if not, the next is to say what it makes of it. */
    private boolean isAgreedOn(JobPlan job, NodeView view, Report.Ended end, Value value) {
        int task = end.attempt().task();
        boolean isSaidAgain = Ballots.hasVoted(job, task, view);
        Digest digest = Votes.digest(value);
        if (!isSaidAgain && books.ballots.isDecided(job, end, digest)) {
            return true;
        }
        job.forgetNode(task);
        view.supersede(job, task);
        Failure failure = isSaidAgain ? null : books.ballots.note(job, view, end, digest);
        if (failure == null) {
            books.requeue(job, task);
        } else {
            failed(job, view, end.attempt(), failure);
        }
        return false;
    }

    /** Why a success cannot be taken as one; null when it can. */
    private static String faultOf(JobPlan job, int task, Outcome.Succeeded success) {
        Stretch stretch = job.ledger.stretchOf(task);
        if (!stretch.isWhole() || !stretch.blueprint().feedsEach(task - stretch.base())) {
            return null;
        }
        if (success.growth().isEmpty() && success.value().count() < 0) {
            return "an each maps over its result, which is no collection";
        }
        return sameCountAsBefore(job, stretch, task, success.value())
                ? null
                : "it was run again because its result was lost, and gave another number of elements";
    }

    /** As many elements as there were when it, or what it stands in for, was mapped over. */
    private static boolean sameCountAsBefore(JobPlan job, Stretch stretch, int task, Value value) {
        Blueprint graph = stretch.blueprint();
        boolean isSame = true;
        for (int local = task - stretch.base(); local != Blueprint.NO_TASK; local = graph.standsInFor(local)) {
            isSame &= job.ledger.mayHave(stretch.base() + local, value.count());
        }
        return isSame;
    }

    void failed(JobPlan job, NodeView view, Attempt attempt, Failure failure) {
        int task = attempt.task();
        books.breakers.failed(job, task, view, attempt.fence(), failure);
        long memory = FurtherTries.memoryAfter(job, task, failure, heldBefore, books);
        long retryAt = FurtherTries.dueAt(job, task, failure, memory, books);
        boolean again = retryAt != JobEvent.AttemptFailed.NO_RETRY;
        books.record(new JobEvent.AttemptFailed(
                attempt.job(), task, view.id, attempt.number(), failure, retryAt, memory, books.now));
        if (again) {
            books.timers.add(retryAt, new Timers.Due.Retry(job, task));
        } else {
            life.endIfTooManyFailed(job);
            life.endIfOver(job);
        }
    }

    private void inputLost(JobPlan job, Attempt attempt, int lostTask) {
        if (lostTask < 0 || lostTask >= job.ledger.size()) {
            return;
        }
        int maker = job.ledger.madeBy(lostTask);
        if (job.ledger.state(lostTask).isWithoutValue()) {
            books.nodes.values().forEach(view -> view.valueLost(job, lostTask)); // It is told again that there is none.
            return;
        }
        boolean isPresent = job.ledger.state(maker) == TaskState.SUCCEEDED && !job.isAssigned(maker);
        boolean wasElsewhere =
                attempt.fence().term() < books.term && job.ledger.makers().hasMoved(lostTask);
        if (isPresent && !wasElsewhere && !job.knewEarlierValue(attempt.fence(), maker)) {
            job.forgetNode(maker);
            books.nodes.values().forEach(view -> view.valueLost(job, maker));
            books.nodes.values().forEach(view -> view.valueLost(job, lostTask));
            if (job.ledger.value(maker) instanceof Value.Inline) {
                return; // The ledger has it still and will send it along.
            }
            books.recordLoss(job, maker);
        }
    }

    /** The node would not run it, having less now, no room for its jar, or being on its way out: neither the task's fault nor a death under it. */
    private void handedBack(JobPlan job, NodeView view, Attempt attempt) {
        int task = attempt.task();
        job.forgetNode(task);
        boolean isRecalled = books.recalls.returned(job, task, attempt.fence());
        if (!view.isOpen()) {
            if (!isRecalled) {
                books.requeue(job, task);
            }
            return;
        }
        books.breakers.handedBack(job, task, view, attempt.fence());
        if (isRecalled) {
            return;
        }
        if (!job.options(task).placing().gang().isEmpty()) {
            job.holdOff(task, true); // It is not in line meanwhile, but the others of its gang are.
        }
        books.timers.add(books.now + HANDED_BACK_WAIT_MILLIS, new Timers.Due.Again(job, task));
    }

    private void adopt(JobPlan job, NodeView view, int task, Attempt parent, boolean accepted) {
        boolean isOne = task >= 0 && task < job.ledger.size();
        if (isOne && isHeldBy(view, job, task)) {
            return; // By this very fence, or by a newer order, which ends what the node had taken up by itself, or ends
            // with the job.
        }
        boolean mine = isOne && books.isActive(job);
        if (mine
                && accepted
                && !view.isCallingOff(job, task)
                && !books.switches.isForcedOpen(job, task, view)
                && !job.isAssigned(task)
                && !job.runsAlone(task, books.settings.lossesMax())
                && job.ledger.state(task) == TaskState.READY) {
            job.assign(task, view, parent.fence(), Optional.empty());
            books.foresight.given(job, task);
            books.decisions.adopted(job, task, parent.fence());
        } else {
            if (mine && !isKeptBy(view, job, task)) {
                view.supersede(job, task);
            } else if (!mine) {
                view.cancel(parent.job(), new int[] {task}, Order.Reason.SUPERSEDED);
            }
        }
    }

    /** The value that counts is there: what the node says of its making comes next, and is known already. */
    private static boolean isKeptBy(NodeView view, JobPlan job, int task) {
        return job.ledger.state(task) == TaskState.SUCCEEDED
                && job.ledger.value(task) instanceof Value.Stored stored
                && stored.node().equals(view.id);
    }

    private boolean isHeldBy(NodeView view, JobPlan job, int task) {
        boolean isFirst = job.isAssigned(task) && job.node(task) == view.index;
        return isFirst || books.stragglers.isAt(view, job, task);
    }

    void deadlinePassed(Timers.Due.Deadline due) {
        JobPlan job = books.jobs.get(due.job());
        int task = due.task();
        if (!books.isOpen(job) || !books.isActive(job) || task >= job.ledger.size()) {
            return;
        }
        String limit =
                "no end was reported within its timeout of " + job.options(task).timeout();
        boolean isCurrent = job.isAssigned(task) && job.fence(task).packed() == due.fence();
        if (books.stragglers.timedOut(job, task, due.fence(), limit) || !isCurrent) {
            return;
        }
        NodeView view = books.view(job.node(task));
        var attempt = new Attempt(job.ledger.id(), task, job.nextNumber(task), job.fence(task));
        books.takeBack(job, task, Order.Reason.TIMED_OUT);
        failed(job, view, attempt, new Failure(Failure.Kind.TIMED_OUT, "", limit, ""));
    }
}
