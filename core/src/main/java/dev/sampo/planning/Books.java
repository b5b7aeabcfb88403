package dev.sampo.planning;

import dev.sampo.dag.NodeOffer;
import dev.sampo.job.Fact;
import dev.sampo.job.Fence;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobLedger;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.job.TaskState;
import dev.sampo.link.Order;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What a planner knows and what its present step has come to: the one place where a fact is recorded and folded in.
 * The planner's parts share it; nothing outside the package sees it.
 */
final class Books implements JobLedger.Changes {
    private static final int OFFERS_MAX = 10_000;
    private static final long ABOUT = 100;

    final PlannerSettings settings;
    final Ledger ledger;
    final int partition;
    final long term;
    final SplittableRandom random;
    final Map<JobId, JobPlan> jobs = new LinkedHashMap<>();
    final Map<NodeId, NodeView> nodes = new TreeMap<>();
    final Stir stir = new Stir();
    final Lives lives = new Lives();
    final Shares shares;
    final Lines lines;
    final Foresight foresight;
    final Searches searches;
    final Telling telling = new Telling(this);
    final Timers timers = new Timers();
    final Waiters waiters = new Waiters();
    final Freeing freeing = new Freeing(this);
    final Moves moves = new Moves(this);
    final Forks forks = new Forks(this);
    final Newcomers newcomers = new Newcomers(this);
    final Absence absence = new Absence(this);
    final Breakers breakers = new Breakers(this);
    final Switches switches = new Switches(this);
    final Ballots ballots;
    final Hearsay hearsay;
    final Repute repute = new Repute(this);
    final Company company = new Company(this);
    final Allotments allotments = new Allotments(this);
    final OwnedLimits ownedLimits = new OwnedLimits(this);
    final Stragglers stragglers = new Stragglers(this);
    final Recalls recalls = new Recalls(this);
    final Standoffs standoffs = new Standoffs(this);
    final Decisions decisions = new Decisions(this);
    final Stranding stranding = new Stranding(this);
    /** What is drawn for placers; nothing else draws from it. */
    final SplittableRandom lots;

    final Chooser placer;
    /** Jobs with something new for those who follow their events. */
    final Set<JobPlan> touched = new LinkedHashSet<>();

    /** All that workers had at any time of this term. */
    final Set<NodeOffer> offers = new LinkedHashSet<>();

    /** Processes of nodes that have greeted this term. */
    final Set<Process> greeted = new HashSet<>();

    record Process(NodeId node, long incarnation) {}

    /** Task numbers made by facts that are not durable yet. */
    private final ArrayDeque<Numbering> numbering = new ArrayDeque<>();

    private final ArrayDeque<Loss> losses = new ArrayDeque<>();

    private record Loss(long facts, JobPlan job, int task) {}

    private record Numbering(long facts, JobPlan job, int size, int stretches) {}

    /** After a restart, until nodes have had their time to say what they hold. */
    boolean isSettling;

    /** What nodes hold of limits is not known yet; for as long as it settles, or longer. */
    boolean isCounting;

    long now;
    long factsDurable;
    private long jobsSeen;
    private long serial;
    private long sessions;
    private List<Fact> facts = new ArrayList<>();
    private List<Plan.Reply> replies = new ArrayList<>();
    private List<Plan.Call> calls = List.of();

    Books(Ledger ledger, int partition, long term, PlannerSettings settings, Estimates estimates, long seed) {
        this.ledger = ledger;
        this.partition = partition;
        this.term = term;
        this.settings = settings;
        this.factsDurable = ledger.factCount();
        this.placer = new Chooser(settings.placer());
        this.foresight = new Foresight(this, estimates, placer.ranks());
        this.searches = new Searches(this);
        this.ballots = new Ballots(this);
        this.hearsay = new Hearsay(this);
        this.shares = new Shares(settings);
        this.lines = new Lines(shares, new Wishes(hearsay, offers), foresight.isAsked);
        this.random = new SplittableRandom(seed);
        this.lots = new SplittableRandom(~seed);
    }

    void record(Fact fact) {
        facts.add(fact);
        ledger.apply(fact, this);
        if (telling.isOn()) {
            telling.recorded(fact);
        }
        if (fact instanceof dev.sampo.job.JobEvent event) {
            JobPlan plan = jobs.get(event.job());
            if (plan != null) {
                plan.grow();
                touched.add(plan);
                if (plan.hasNewNumbers()) {
                    numbering.add(new Numbering(
                            ledger.factCount(),
                            plan,
                            plan.ledger.size(),
                            plan.ledger.stretches().size()));
                }
            }
        }
    }

    /**
     * Records that a value is gone. Its task runs again only when that is durable: else a later term might take the old
     * value for the one that was made anew, and what rests on the new one for its own.
     */
    void recordLoss(JobPlan job, int task) {
        job.valueLost(task);
        job.holdBack(task);
        record(new JobEvent.ValueLost(job.ledger.id(), task, now));
        company.noteGang(job, task);
        losses.add(new Loss(ledger.factCount(), job, task));
    }

    /** The plan of this job, from now on. */
    JobPlan plan(JobLedger job, boolean settled) {
        return jobs.computeIfAbsent(job.id(), id -> new JobPlan(job, settled, ++jobsSeen, shares, company));
    }

    void reply(long ticket, Answer answer) {
        replies.add(new Plan.Reply(ticket, answer));
    }

    void call(int otherPartition, Input.OfPartition request) {
        if (calls.isEmpty()) {
            calls = new ArrayList<>();
        }
        calls.add(new Plan.Call(otherPartition, request));
    }

    List<Plan.Call> takeCalls() {
        var taken = calls;
        calls = List.of();
        return taken;
    }

    /** There is to be a step then. */
    void lookAgain(long at) {
        timers.look(at);
    }

    /** There is to be a step then or soon after, one for all that want one at about that time. */
    void lookAbout(long at) {
        timers.look(Math.floorDiv(at + ABOUT - 1, ABOUT) * ABOUT);
    }

    @Override
    public void ready(JobLedger job, int firstTask, int count) {
        JobPlan plan = plan(job, true);
        plan.grow();
        if (plan.settled && job.status() != JobStatus.PAUSED) {
            enqueue(plan, firstTask, count);
        }
    }

    @Override
    public void ended(JobLedger job, int task) {
        JobPlan plan = plan(job, true);
        if (job.state(task).isWithoutValue()) {
            plan.grow();
            endedWithout(plan, task);
        }
        waiters.taskEnded(plan, task, this);
    }

    @Override
    public void handedOver(JobLedger job, int task) {
        JobPlan plan = plan(job, true);
        plan.grow();
        callOff(plan, task);
    }

    /** Whoever is still at it need not be. */
    private void callOff(JobPlan job, int task) {
        stragglers.callOff(job, task);
        if (job.isAssigned(task)) {
            takeBack(job, task, Order.Reason.SUPERSEDED);
        }
        job.forgetNode(task);
    }

    /** Who knew an earlier value of it hears that there is none. */
    private void endedWithout(JobPlan job, int task) {
        callOff(job, task);
        if (!job.ledger.makers().earlier(task).isEmpty()) {
            nodes.values().forEach(view -> view.valueLost(job, task));
        }
        if (telling.isOn() && job.ledger.state(task) == TaskState.SKIPPED) {
            telling.skipped(job.ledger, task);
        }
    }

    /** What a worker has now, and may have again when it has less. */
    void offered(NodeView view) {
        if (view.isWorker && offers.size() < OFFERS_MAX) {
            offers.add(view.offer());
        }
    }

    /** Whether all that workers had in this term is known. */
    boolean knowsAllOffers() {
        return offers.size() < OFFERS_MAX;
    }

    /** Puts ready tasks in line, neighbours of a kind together. */
    void enqueue(JobPlan job, int firstTask, int count) {
        int from = firstTask;
        int end = firstTask + count;
        Waiting waiting = job.waitingOf(from, lines);
        long rank = foresight.rank(job, from);
        for (int task = from + 1; task < end; task++) {
            Waiting next = job.waitingOf(task, lines);
            long nextRank = foresight.rank(job, task);
            if (next != waiting || nextRank != rank) {
                waiting.add(from, task, rank, now);
                waiting = next;
                rank = nextRank;
                from = task;
            }
        }
        waiting.add(from, end, rank, now);
    }

    /** Puts a task back at the head of its line after its attempt came to nothing. */
    void requeue(JobPlan job, int task) {
        if (job.isDispatchable(task)) {
            job.waitingOf(task, lines).addReturned(task, now);
        }
    }

    /** Tasks have shown what their kind needs: those that wait may ask for something else now. */
    void askAnew() {
        for (JobPlan job : jobs.values()) {
            for (Waiting waiting : job.late()) {
                var tasks = new ArrayList<Integer>();
                for (; waiting.hasNext(); waiting.advance()) {
                    tasks.add(waiting.task());
                }
                tasks.forEach(task -> enqueue(job, task, 1));
            }
        }
    }

    /** Whatever becomes of it on its node does not count any more. */
    void takeBack(JobPlan job, int task, Order.Reason reason) {
        NodeView view = view(job.node(task));
        job.release(task, view);
        job.forgetNode(task);
        view.flushBatch();
        view.cancel(job.ledger.id(), new int[] {task}, reason);
    }

    /** Puts those tasks of a range in line that may be placed. */
    void enqueueDispatchable(JobPlan job, int from, int to) {
        int task = from;
        while (task < to) {
            int first = task;
            while (task < to && job.isDispatchable(task)) {
                task++;
            }
            if (task > first) {
                enqueue(job, first, task - first);
            } else {
                task++;
            }
        }
    }

    /**
     * Numbers made by a fact the journal then loses would be given to other tasks in the next term, while nodes know them
     * from this one: so tasks added on the way are placed only when the fact that numbered them is durable.
     */
    void durable(long facts) {
        factsDurable = facts;
        while (!losses.isEmpty() && losses.peek().facts() <= facts) {
            Loss known = losses.poll();
            known.job().release(known.task());
            enqueueDispatchable(known.job(), known.task(), known.task() + 1);
        }
        while (!numbering.isEmpty() && numbering.peek().facts() <= facts) {
            Numbering done = numbering.poll();
            boolean heldAll = done.job().awaitsEmpty();
            int from = heldAll ? 0 : done.job().sizeDurable();
            done.job().durable(done.size(), done.stretches());
            enqueueDispatchable(done.job(), from, done.size());
        }
    }

    NodeView view(int index) {
        return lives.get(index);
    }

    /** If this node's attempt had begun to run alone, it is over without an outcome. */
    void returned(JobPlan job, int task, NodeView view) {
        JobEvent.AloneBegun begun = job.ledger.deaths().alone(task);
        boolean isIts = begun != null && begun.node().equals(view.id) && begun.incarnation() == view.incarnation;
        boolean isStillHeld = job.isAssigned(task) && job.node(task) == view.index;
        if (isIts && isActive(job) && !isStillHeld) {
            record(new JobEvent.AttemptReturned(begun.job(), task, view.id, begun.number(), now));
        }
    }

    void tellNodesToForget(JobPlan job) {
        for (NodeView view : nodes.values()) {
            if (view.knows(job)) {
                view.flushBatch();
                view.forget(job.ledger.id());
            }
        }
    }

    long nextSerial() {
        return ++serial;
    }

    Fence lastFence() {
        return new Fence(term, serial);
    }

    long nextSession() {
        return ++sessions;
    }

    List<Fact> takeFacts() {
        var taken = facts;
        facts = new ArrayList<>();
        return taken;
    }

    List<Plan.Reply> takeReplies() {
        var taken = replies;
        replies = new ArrayList<>();
        return taken;
    }

    boolean isOpen(JobPlan job) {
        return job != null && !job.ledger.status().isFinal();
    }

    /** Whether what its attempts come to counts. */
    boolean isActive(JobPlan job) {
        return job.ledger.status().isActive();
    }
}
