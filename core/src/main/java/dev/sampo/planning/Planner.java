package dev.sampo.planning;

import dev.sampo.job.Fact;
import dev.sampo.job.Ledger;
import dev.sampo.telemetry.Event;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides for one partition: what happened goes in, facts, orders and answers come out. It never asks for the time, for
 * chance or for anything else, so the same inputs give the same plans, in production, in the simulator and in a replay.
 *
 * <p>Each step takes the inputs in order, records facts in its ledger as it goes, and places ready tasks once at the end.
 */
public final class Planner {
    private final Books books;
    private final JobLife life;
    private final Steering steering;
    private final Outcomes outcomes;
    private final Sessions sessions;
    private final Oversized oversized;
    private final Dispatch dispatch;
    private final Questions questions;
    private long settleBy;

    private Planner(Books books, long now) {
        this.books = books;
        books.now = now;
        this.life = new JobLife(books);
        this.steering = new Steering(books);
        this.outcomes = new Outcomes(books, life);
        this.sessions = new Sessions(books, outcomes, life);
        this.oversized = new Oversized(books, life);
        this.dispatch = new Dispatch(books);
        this.questions = new Questions(books, dispatch);
        books.absence.changed();
    }

    /**
     * Takes a partition over from whoever served it. The first fact of the first plan begins the term, and no letter of
     * that term may leave before this fact is durable.
     *
     * @param ledger what the journal holds; the planner owns it from here on
     * @param term higher than every term in the journal
     */
    public static Planner begin(
            Ledger ledger, int partition, long term, PlannerSettings settings, long seed, long now) {
        return begin(ledger, partition, term, settings, Estimates.NONE, seed, now);
    }

    /** The same for one that knows something of durations in advance. */
    public static Planner begin(
            Ledger ledger,
            int partition,
            long term,
            PlannerSettings settings,
            Estimates estimates,
            long seed,
            long now) {
        if (term <= ledger.term()) {
            throw new IllegalArgumentException("term " + term + " must be above " + ledger.term());
        }
        var planner = new Planner(new Books(ledger, partition, term, settings, estimates, seed), now);
        planner.books.record(new Fact.TermBegun(term));
        planner.life.restore();
        planner.books.isSettling = planner.books.jobs.values().stream().anyMatch(job -> !job.settled);
        planner.books.isCounting = planner.books.isSettling;
        planner.settleBy = now + settings.settleMaxMillis();
        planner.books.timers.add(now + settings.settleMillis(), new Timers.Due.Settled());
        planner.books.timers.add(planner.settleBy, new Timers.Due.Settled());
        return planner;
    }

    /** The sum of all facts recorded so far, durable or not. */
    public Ledger ledger() {
        return books.ledger;
    }

    /** What those who run this should know, each once: the placer they asked for has failed. */
    public Optional<String> news() {
        return books.placer.news();
    }

    /** How much there is to do; looks at every job, for a count now and then. */
    public Event.PartitionLoad load(long at) {
        int jobs = 0;
        long unfinished = 0;
        long assigned = 0;
        for (JobPlan job : books.jobs.values()) {
            if (!job.ledger.status().isFinal()) {
                jobs++;
                unfinished += job.ledger.unfinished();
                assigned += job.assigned - job.waits.count();
            }
        }
        return new Event.PartitionLoad(
                at, books.partition, jobs, Math.max(0, unfinished - assigned), assigned, books.switches.notClosed());
    }

    /** Whether plans are to tell of events, from now on, and of which kinds. */
    public void tells(boolean isAnybodyListening, Predicate<Class<? extends Event>> wanted) {
        books.telling.listens(isAnybodyListening, wanted);
    }

    /** Whether it waits for nodes to say what they hold of limits: who runs this should say how many are unknown, again and again. */
    public boolean isCounting() {
        return books.isCounting;
    }

    public Plan step(long now, List<Input> inputs) {
        books.now = Math.max(books.now, now);
        books.shares.now(books.now);
        for (Input input : inputs) {
            take(input);
        }
        for (Timers.Due due = books.timers.poll(books.now); due != null; due = books.timers.poll(books.now)) {
            fallDue(due);
        }
        life.lookAgain();
        oversized.run();
        books.recalls.place(dispatch);
        dispatch.run();
        books.recalls.run(dispatch);
        books.stragglers.run(dispatch);
        life.askForPlaces();
        books.allotments.run();
        books.ownedLimits.run();
        books.hearsay.run();
        books.moves.run();
        books.decisions.write();
        books.touched.forEach(job -> books.waiters.touched(job, books));
        books.touched.clear();
        var letters = books.stir.letters(books.now, books.nodes);
        return new Plan(
                books.takeFacts(),
                books.ledger.factCount(),
                letters,
                books.takeReplies(),
                books.searches.take(),
                books.takeCalls(),
                books.telling.take(),
                wakeAt());
    }

    private void take(Input input) {
        if (input instanceof Input.Reported reported) {
            sessions.reported(reported.report());
            settleIfAllGreeted();
        } else if (input instanceof Input.Durable durable) {
            books.stir.durable(durable.facts());
            books.durable(durable.facts());
            books.stragglers.durable(durable.facts());
            books.freeing.durable(durable.facts());
        } else if (input instanceof Input.NodeSeen seen) {
            sessions.seen(seen);
            books.newcomers.seen();
        } else if (input instanceof Input.NodesUnknown unknown) {
            books.newcomers.unknown(unknown.count());
            settleIfAllGreeted();
        } else if (input instanceof Input.NodeSuspected suspected) {
            sessions.suspected(suspected);
        } else if (input instanceof Input.NodeLost lost) {
            sessions.lost(lost);
        } else if (input instanceof Input.Request request) {
            request(request);
        } else if (input instanceof Input.Withdraw withdraw) {
            books.waiters.withdraw(withdraw.ticket());
        } else if (input instanceof Input.Told told) {
            told(told.answer());
        } else if (input instanceof Input.Found found) {
            books.searches.found(found);
        } else if (!(input instanceof Input.Tick)) {
            throw new AssertionError(input);
        }
    }

    private void told(Answer answer) {
        if (answer instanceof Answer.Allotted allotted) {
            books.allotments.allotted(allotted);
        } else if (answer instanceof Answer.Recounted recounted) {
            books.ownedLimits.recounted(recounted.stake());
        } else if (answer instanceof Answer.Heard heard) {
            books.hearsay.heard(heard);
        }
    }

    private void request(Input.Request request) {
        if (request instanceof Input.Submit submit) {
            life.submit(submit);
        } else if (request instanceof Input.Cancel cancel) {
            life.cancel(cancel);
        } else if (request instanceof Input.Pause pause) {
            steering.pause(pause);
        } else if (request instanceof Input.Resume resume) {
            steering.resume(resume);
        } else if (request instanceof Input.AskStatus ask) {
            questions.status(ask);
        } else if (request instanceof Input.AskJobs ask) {
            questions.jobs(ask);
        } else if (request instanceof Input.AskValues ask) {
            questions.values(ask);
        } else if (request instanceof Input.AskExplanation ask) {
            questions.explain(ask);
        } else if (request instanceof Input.AskTasks ask) {
            questions.tasks(ask);
        } else if (request instanceof Input.Rerun rerun) {
            life.rerun(rerun);
        } else if (request instanceof Input.AskBreakers ask) {
            books.reply(ask.ticket(), books.switches.page(ask));
        } else if (request instanceof Input.ForceBreaker force) {
            books.switches.force(force);
        } else if (request instanceof Input.AskJobExplanation ask) {
            questions.explain(ask);
        } else if (request instanceof Input.AwaitTask await) {
            books.waiters.awaitTask(await, books);
        } else if (request instanceof Input.AwaitJob await) {
            books.waiters.awaitJob(await, books);
        } else if (request instanceof Input.Claim claim) {
            books.ownedLimits.claimed(claim);
        } else if (request instanceof Input.Recount recount) {
            books.allotments.asked(recount);
        } else if (request instanceof Input.Learned learned) {
            books.hearsay.learned(learned);
        } else if (request instanceof Input.AskEvents ask) {
            books.waiters.askEvents(ask, books);
        } else {
            throw new AssertionError(request);
        }
    }

    private void fallDue(Timers.Due due) {
        if (due instanceof Timers.Due.Retry retry) {
            if (retry.job().ledger.tries().isDue(retry.task(), books.now)) {
                retry.job().ledger.retryDue(retry.task());
                books.requeue(retry.job(), retry.task());
                life.endIfOver(retry.job()); // It may wait in vain by now.
            }
        } else if (due instanceof Timers.Due.Again again) {
            again.job().holdOff(again.task(), false);
            books.requeue(again.job(), again.task());
        } else if (due instanceof Timers.Due.Deadline deadline) {
            outcomes.deadlinePassed(deadline);
        } else if (due instanceof Timers.Due.Slow slow) {
            books.stragglers.due(slow);
        } else if (due instanceof Timers.Due.Retention) {
            life.retentionDue();
        } else if (due instanceof Timers.Due.Silent silent) {
            sessions.silent(silent.process());
        } else if (due instanceof Timers.Due.Probing probing) {
            books.breakers.due(probing);
        } else if (due instanceof Timers.Due.Overdue overdue) {
            books.searches.overdue(overdue);
        } else if (due instanceof Timers.Due.Settled) {
            settleIfAllGreeted();
        } else if (!(due instanceof Timers.Due.Absent || due instanceof Timers.Due.Look)) {
            // Those two only change what placing, which follows, chooses from.
            throw new AssertionError(due);
        }
    }

    /**
     * After a restart nothing restored is placed until every node in sight has said what it still holds, or had its time:
     * a task it holds would otherwise be given out twice. Nothing that has a limit over all nodes is, new or restored, while there
     * are nodes that are not in sight yet: they may hold some of it.
     */
    private void settleIfAllGreeted() {
        boolean early = books.now < settleBy - books.settings.settleMaxMillis() + books.settings.settleMillis();
        if (!books.isCounting || early) {
            return;
        }
        boolean allGreeted = books.nodes.values().stream().allMatch(view -> view.greeted);
        boolean isTimeUp = books.now >= settleBy;
        if (books.isSettling && (allGreeted || isTimeUp)) {
            books.isSettling = false;
            List.copyOf(books.jobs.values()).stream()
                    .filter(job -> !job.settled)
                    .forEach(this::settle);
            life.settled();
        }
        if (isTimeUp || allGreeted && books.newcomers.areAllKnown()) {
            books.isCounting = false;
            books.lines.inOrder().stream()
                    .filter(line -> !line.options.placing().atMost().isNone())
                    .forEach(line -> line.openings.reopen());
        }
    }

    private void settle(JobPlan job) {
        if (books.isActive(job)) {
            sessions.settling(job);
        }
        if (books.isOpen(job)) {
            life.settle(job);
        } else {
            job.settled = true;
        }
    }

    private long wakeAt() {
        return dispatch.isCutShort() ? books.now : Math.min(books.timers.next(), books.stir.wakeAt());
    }
}
