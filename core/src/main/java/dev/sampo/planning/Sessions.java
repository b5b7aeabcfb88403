package dev.sampo.planning;

import dev.sampo.job.Attempt;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.TaskState;
import dev.sampo.link.Order;
import dev.sampo.link.PartitionLink;
import dev.sampo.link.Report;
import dev.sampo.link.Session;
import dev.sampo.resource.Resources;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Nodes come, speak and go. */
final class Sessions {
    private final Books books;
    private final Outcomes outcomes;
    private final JobLife life;
    private final Losses losses;
    private final Lineage lineage;

    Sessions(Books books, Outcomes outcomes, JobLife life) {
        this.books = books;
        this.outcomes = outcomes;
        this.life = life;
        this.losses = new Losses(books, life);
        this.lineage = new Lineage(books);
    }

    void seen(Input.NodeSeen seen) {
        NodeView known = books.nodes.get(seen.node());
        if (known != null && known.incarnation > seen.incarnation()) {
            return;
        }
        if (known != null && known.incarnation == seen.incarnation()) {
            if (!known.turns(seen.availability(), seen.turn())) {
                return;
            }
            Resources before = known.capacity;
            if (known.becomes(seen.capacity(), seen.labels())) {
                books.offered(known);
                books.lines.changed(known, before);
                books.foresight.leaveCourse();
            }
            books.moves.changed(known);
            return;
        }
        if (known != null) {
            lose(known);
        }
        var process = new Books.Process(seen.node(), seen.incarnation());
        losses.diedBefore(process);
        losses.lives(process);
        var session = new Session(books.partition, books.term, books.nextSession());
        var view = new NodeView(
                books.lives.next(books),
                seen.node(),
                seen.incarnation(),
                new PartitionLink(session, books.settings.link()),
                seen.capacity(),
                seen.labels(),
                seen.isWorker(),
                books.stir);
        view.link.durable(books.factsDurable);
        books.lives.begun(view);
        books.nodes.put(view.id, view);
        books.offered(view);
        books.lines.arrived(view);
        books.stir.heard(view);
        books.searches.nodeCame();
        books.absence.changed();
        view.turns(seen.availability(), seen.turn());
        // In the first envelope, before the node can take up anything of it by itself.
        books.jobs.values().stream()
                .filter(job -> job.ledger.status() == JobStatus.PAUSED)
                .forEach(view::pause);
        books.moves.changed(view);
    }

    /** If the suspicion is wrong the node will be seen again; its attempts are void then, being fenced. */
    void suspected(Input.NodeSuspected suspected) {
        NodeView view = books.nodes.get(suspected.node());
        if (view != null && view.incarnation <= suspected.incarnation()) {
            lose(view);
        }
    }

    void lost(Input.NodeLost lost) {
        NodeView view = books.nodes.get(lost.node());
        if (view != null && view.incarnation <= lost.incarnation()) {
            lose(view);
        }
        losses.diedBefore(new Books.Process(lost.node(), lost.incarnation() + 1));
    }

    void silent(Books.Process process) {
        losses.silent(process);
    }

    private void lose(NodeView view) {
        books.nodes.remove(view.id);
        books.lives.ended();
        books.shares.elsewhere(view.hasForOthers(Report.Others.NONE), Report.Others.NONE);
        books.lines.departed(view);
        books.stir.gone(view);
        books.foresight.leaveCourse();
        books.absence.changed();
        books.moves.lost(view);
        books.forks.lost(view);
        view.hasSolo(); // One that has ended by now says nothing about the others.
        books.stragglers.lost(view, losses);
        for (JobPlan job : List.copyOf(books.jobs.values())) {
            for (int task = 0; job.assigned > 0 && task < job.ledger.size(); task++) {
                if (job.isAssigned(task) && job.node(task) == view.index) {
                    job.release(task, view);
                    if (books.isActive(job)) {
                        losses.lost(job, view, task);
                    }
                }
            }
            life.endIfOver(job);
        }
        books.breakers.gone(view);
        view.over();
    }

    void reported(Report report) {
        NodeView view = books.nodes.get(report.node());
        if (view == null
                || view.incarnation != report.incarnation()
                || !report.session().equals(view.link.session())) {
            return;
        }
        books.stir.heard(view);
        if (!view.link.takes(report)) {
            return;
        }
        books.shares.elsewhere(view.hasForOthers(report.others()), report.others());
        for (Report.Ended end : report.ended()) {
            outcomes.ended(view, end);
        }
        report.greeting().ifPresent(greeting -> greeted(view, greeting));
        report.queued().forEach(queued -> books.recalls.queued(view, queued));
        for (Report.Started start : report.started()) {
            started(view, start);
        }
        for (Report.Kept kept : report.kept()) {
            books.moves.kept(view, kept);
            books.forks.kept(view, kept);
            JobPlan job = books.jobs.get(kept.job());
            if (job != null) {
                life.endIfOver(job);
            }
        }
        view.link.durable(books.factsDurable);
        view.link.reportRestsOn(books.ledger.factCount());
        books.stir.rests(view, books.ledger.factCount());
    }

    private void started(NodeView view, Report.Started start) {
        Attempt attempt = start.attempt();
        JobPlan job = books.jobs.get(attempt.job());
        if (!books.isOpen(job) || attempt.task() >= job.ledger.size()) {
            return;
        }
        if (books.stragglers.isCopy(job, attempt.task(), view, attempt.fence())) {
            watch(job, attempt);
        } else if (job.isAssigned(attempt.task(), view, attempt.fence())) {
            job.waits.over(attempt.task(), books.now);
            watch(job, attempt);
            books.stragglers.begun(job, attempt.task());
            if (start.alone() && books.isActive(job)) {
                view.soloBegun(job, attempt.task());
                books.record(new JobEvent.AloneBegun(
                        attempt.job(), attempt.task(), view.id, view.incarnation, attempt.number(), books.now));
            }
        }
    }

    /** What was about to run alone in an earlier term died with its process if that is no longer there. */
    void settling(JobPlan job) {
        for (JobEvent.AloneBegun begun : job.ledger.deaths().alone()) {
            NodeView view = books.nodes.get(begun.node());
            boolean isThere = view != null && view.incarnation == begun.incarnation();
            boolean isUnheard = !job.isAssigned(begun.task()) && job.ledger.state(begun.task()) == TaskState.READY;
            if (!isThere && isUnheard && books.isActive(job)) {
                losses.lostAlone(job, begun);
            }
            if (view != null) {
                losses.diedBefore(view.process());
            }
        }
    }

    private void watch(JobPlan job, Attempt attempt) {
        long timeout = job.options(attempt.task()).timeout().toMillis();
        if (timeout > 0) {
            books.timers.add(
                    books.now + timeout + books.settings.deadlineMarginMillis(),
                    new Timers.Due.Deadline(
                            attempt.job(), attempt.task(), attempt.fence().packed()));
        }
    }

    private void greeted(NodeView view, Report.Greeting greeting) {
        view.greets();
        boolean isFirst = books.greeted.add(new Books.Process(view.id, view.incarnation));
        for (JobId id : greeting.jobs()) {
            JobPlan job = books.jobs.get(id);
            boolean isNeeded = books.isOpen(job) || job != null && job.hasStoredValues();
            if (isNeeded
                    && (isOurs(job, isFirst) || view.knows(job))) { // Before it greets it knows what it is to copy.
                view.knowsOf(id);
            } else {
                view.forget(id);
            }
        }
        for (Report.Holding holding : greeting.held()) {
            Attempt attempt = holding.attempt();
            JobPlan job = books.jobs.get(attempt.job());
            boolean isMeaningful = books.isOpen(job)
                    && isOurs(job, isFirst)
                    && attempt.task() >= 0
                    && attempt.task() < job.ledger.size();
            if (job != null && !books.isOpen(job)) {
                view.cancel(attempt.job(), new int[] {attempt.task()}, Order.Reason.JOB_CANCELLED);
            } else if (isMeaningful && !takeOver(job, view, holding)) {
                view.supersede(job, attempt.task());
                books.returned(job, attempt.task(), view);
            }
        }
        letGoOfTheRest(view, greeting);
        List.copyOf(books.jobs.values()).forEach(life::endIfOver);
    }

    /** An attempt said to have been taken up, but neither held nor ended by now, was called off by an earlier term. */
    private void letGoOfTheRest(NodeView view, Report.Greeting greeting) {
        if (view.held == 0) {
            return;
        }
        var held = new HashSet<Attempt>();
        greeting.held().forEach(holding -> held.add(holding.attempt()));
        for (JobPlan job : books.jobs.values()) {
            for (int task = 0; job.assigned > 0 && task < job.ledger.size(); task++) {
                boolean isHere = job.isAssigned(task) && job.node(task) == view.index;
                boolean isGone = isHere && !isIn(held, job, task);
                if (isGone && !books.stragglers.goesOnWithoutFirst(job, task, "its node does not have it any more")) {
                    job.release(task, view);
                    job.forgetNode(task);
                    books.requeue(job, task);
                    books.returned(job, task, view);
                }
            }
        }
    }

    private static boolean isIn(Set<Attempt> held, JobPlan job, int task) {
        return held.stream()
                .anyMatch(attempt -> attempt.task() == task
                        && attempt.job().equals(job.ledger.id())
                        && attempt.fence().equals(job.fence(task)));
    }

    /**
     * What a process knew before this term had spoken to it can be of a job of earlier terms only: one accepted since
     * under the same id may be another graph, the first having been lost before anybody was told of it.
     */
    private static boolean isOurs(JobPlan job, boolean isFirstGreeting) {
        return !isFirstGreeting || job.isFromEarlierTerm();
    }

    /** What is one death short of poison must run alone, and may go on only if it does. */
    private boolean mayRunAsItDoes(JobPlan job, NodeView view, int task) {
        JobEvent.AloneBegun begun = job.ledger.deaths().alone(task);
        return !job.runsAlone(task, books.settings.lossesMax())
                || begun != null && begun.node().equals(view.id) && begun.incarnation() == view.incarnation;
    }

    private boolean takeOver(JobPlan job, NodeView view, Report.Holding holding) {
        Attempt attempt = holding.attempt();
        int task = attempt.task();
        boolean isOurs = lineage.isOfThisJob(job, attempt);
        if (job.isAssigned(task, view, attempt.fence())
                || isOurs && mayRunAsItDoes(job, view, task) && books.stragglers.takesUp(job, view, holding)) {
            return true;
        }
        boolean isFree = !job.isAssigned(task)
                && !view.isCallingOff(job, task)
                && mayRunAsItDoes(job, view, task)
                && books.isActive(job)
                && isOurs;
        if (isFree && attempt.number() >= job.nextNumber(task)) {
            job.ledger.retryDue(task); // No event says that a wait is over, but here is the try that was waited for.
        }
        if (!isFree || job.ledger.state(task) != TaskState.READY) {
            return false;
        }
        job.assign(task, view, attempt.fence(), holding.needs());
        job.givenEarlier(task);
        return true;
    }
}
