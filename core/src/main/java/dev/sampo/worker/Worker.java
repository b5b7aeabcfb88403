package dev.sampo.worker;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.TaskOptions;
import dev.sampo.job.Failure;
import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.job.Stretch;
import dev.sampo.link.Availability;
import dev.sampo.link.NodeLink;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Report;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides for one node: which attempts run in its slots, what it asks for, what it reports to which partition. Like the
 * planner it is a pure function of its inputs and the time.
 *
 * <p>When a body ends here and was the last input of a task that may run here, and a slot is free, the worker starts
 * that task at once and tells the partition afterwards: a chain never waits for a scheduler.
 */
public final class Worker {

    private final NodeId node;
    private final long incarnation;
    private final WorkerSettings settings;
    private final Slots slots;
    private final SharesHere shares;
    private final WorkQueue queue;
    private final JobsHere jobs = new JobsHere(action -> this.actions.add(action));
    private final Stock stock;
    private final Adoption adoption;
    private final Neighbours neighbours = new Neighbours();
    private final TreeMap<Integer, NodeLink> links = new TreeMap<>();
    private final Map<Long, Held> runs = new HashMap<>();
    private final Deadlines deadlines = new Deadlines();
    private List<Action> actions = new ArrayList<>();
    private long now;
    private long lastRun;
    private Equipment equipment;
    private Availability availability = Availability.ACTIVE;
    private long turn;
    private long handOverAt = Long.MAX_VALUE;

    public Worker(NodeId node, long incarnation, Equipment equipment, WorkerSettings settings) {
        this.node = node;
        this.incarnation = incarnation;
        this.equipment = equipment;
        this.settings = settings;
        this.slots = new Slots(equipment);
        this.shares = new SharesHere(equipment.capacity());
        this.queue = new WorkQueue(settings.passedOverMax(), shares);
        this.stock = new Stock(node, jobs, new Followers());
        this.adoption = new Adoption(settings, stock, queue, slots, this::isWelcome);
    }

    private final class Followers implements Stock.Followers {
        @Override
        public void act(Action action) {
            actions.add(action);
        }

        @Override
        public void isReady(Held held) {
            queue.add(held, now);
        }

        @Override
        public void lacks(Held held, int task) {
            report(held, new Outcome.InputLost(task), 0, Report.Ended.NONE);
        }

        @Override
        public void tell(JobHere job, Report.Kept kept) {
            links.get(job.partition).add(kept);
        }
    }

    public List<Action> step(long time, List<WorkerInput> inputs) {
        now = Math.max(now, time);
        shares.settle(now);
        inputs.forEach(this::take);
        passDeadlines();
        if (availability == Availability.DRAINING) {
            drain();
        }
        for (Held next = nextToStart(); next != null; next = nextToStart()) {
            next.items = slots.taken();
            start(next);
        }
        queue.longWaits.tell(now, links);
        neighbours.tell(now, jobs, links, equipment().capacity(), runs.isEmpty());
        links.forEach((partition, link) ->
                link.flush(now).forEach(report -> actions.add(new Action.Send(partition, report))));
        var taken = actions;
        actions = new ArrayList<>();
        return taken;
    }

    private Held nextToStart() {
        Held solo = queue.solo();
        if (solo != null && (solo.isStarted() || !links.get(solo.partition).isSettled())) {
            return null;
        }
        queue.soloOver();
        Held alone = queue.nextAlone();
        return alone == null ? queue.startNext(slots) : startAlone(alone);
    }

    /**
     * What may kill the node starts once it is durable that nothing else runs here, and nothing else starts until its end
     * is: then the node's death proves something.
     */
    private Held startAlone(Held alone) {
        if (!runs.isEmpty()) {
            return null;
        }
        NodeLink link = links.get(alone.partition);
        if (!alone.isAnnounced) {
            alone.isAnnounced = true;
            link.insist();
            link.add(new Report.Started(alone.attempt, true));
        }
        return link.isSettled() && slots.take(alone.needs()) ? queue.startAlone() : null;
    }

    /** When to step again although nothing happens. */
    public long wakeAt() {
        long at = Math.min(handOverAt, neighbours.wakeAt(!runs.isEmpty(), links.size()));
        at = Math.min(at, Math.min(deadlines.next(), queue.longWaits.wakeAt()));
        for (NodeLink link : links.values()) {
            at = Math.min(at, link.wakeAt());
        }
        return at;
    }

    public Equipment equipment() {
        return equipment;
    }

    public Resources free() {
        return slots.free();
    }

    public Availability availability() {
        return availability;
    }

    /** How often what this node has or takes on has changed. */
    public long turn() {
        return turn;
    }

    /** Attempts queued or running. */
    public int heldCount() {
        return jobs.heldCount();
    }

    /** Whether this node is on its way out, holds nothing, and no partition needs anything of it any more. */
    public boolean isDrained() {
        return availability == Availability.DRAINING
                && runs.isEmpty()
                && jobs.heldCount() == 0
                && links.values().stream().allMatch(link -> link.isDismissed(turn));
    }

    private void take(WorkerInput input) {
        if (input instanceof WorkerInput.Ended ended) {
            bodyEnded(ended);
        } else if (input instanceof WorkerInput.Ordered ordered) {
            ordered(ordered.orders());
        } else if (input instanceof WorkerInput.BlueprintArrived arrived) {
            jobs.arrived(arrived.blueprint()).forEach(this::prepare);
        } else if (input instanceof WorkerInput.BlueprintUnavailable missing) {
            jobs.unavailable(missing.digest()).forEach(held -> report(held, missing.outcome(), 0, Report.Ended.NONE));
        } else if (input instanceof WorkerInput.ValueArrived arrived) {
            stock.arrived(arrived);
        } else if (input instanceof WorkerInput.ValueUnavailable missing) {
            stock.unavailable(missing);
        } else if (input instanceof WorkerInput.EquipmentChanged changed) {
            equipmentChanged(changed.equipment());
        } else if (input instanceof WorkerInput.AvailabilityChanged changed) {
            availabilityChanged(changed);
        } else if (!(input instanceof WorkerInput.Tick)) {
            throw new AssertionError(input);
        }
    }

    private void ordered(Orders orders) {
        int partition = orders.session().partition();
        NodeLink link = links.computeIfAbsent(partition, id -> new NodeLink(node, incarnation, settings.link()));
        NodeLink.Arrival arrival = link.take(orders, now);
        boolean isNew = arrival == NodeLink.Arrival.NEW_SESSION;
        if (isNew) {
            jobs.resumeAll(partition);
        }
        boolean isNext = isNew || arrival == NodeLink.Arrival.NEXT;
        for (Orders next = isNext ? orders : null; next != null; next = link.nextEarly()) {
            next.orders()
                    .forEach(order -> obey(order, partition, orders.session().term()));
        }
        if (isNew) {
            link.greet(jobs.greetingFor(partition)); // What is paused has been given back before.
            jobs.queuedFor(partition, now).forEach(link::add);
            jobs.begunFor(partition).forEach(link::add);
        }
    }

    private void obey(Order order, int partition, long term) {
        if (order instanceof Order.Assign assign) {
            assigned(assign, partition, term);
        } else if (order instanceof Order.Dismiss dismiss) {
            links.get(partition).dismissed(dismiss);
        } else if (order instanceof Order.Introduce introduce) {
            jobs.know(introduce.job(), partition).precedence = introduce.precedence();
        } else if (order instanceof Order.Stretch stretch) {
            stretchTold(stretch, partition);
        } else if (order instanceof Order.Cancel cancel) {
            cancelled(cancel);
        } else if (order instanceof Order.Pause pause) {
            jobs.pause(pause.job()).forEach(held -> end(held, new Outcome.Cancelled(), "its job is paused"));
        } else if (order instanceof Order.Recall recall) {
            jobs.notBegun(recall.job(), recall.tasks()).forEach(held -> end(held, new Outcome.Cancelled(), "recalled"));
        } else if (order instanceof Order.Resume resume) {
            jobs.resume(resume.job());
        } else if (order instanceof Order.Upcoming upcoming) {
            jobs.know(upcoming.job(), partition).expect(upcoming.tasks());
        } else if (order instanceof Order.Forget forget) {
            forget(forget.job());
        } else {
            stock.obey(order, partition);
        }
    }

    private void stretchTold(Order.Stretch order, int partition) {
        if (order.first() == 0 && jobs.know(order.job(), partition).contradicts(order.blueprint())) {
            forget(order.job());
        }
        Blueprint blueprint = jobs.blueprint(partition, order.blueprint());
        var told = new JobHere.Told(order.first(), order.count(), order.blueprint(), order.each(), order.base());
        jobs.know(order.job(), partition).tell(told, blueprint);
    }

    private void assigned(Order.Assign order, int partition, long term) {
        JobHere job = jobs.know(order.job(), partition);
        var fence = new Fence(term, order.serial());
        for (int task : order.tasks()) {
            Held known = job.held.get(task);
            job.doNotExpect(task);
            if (known != null && known.attempt.fence().equals(fence)) {
                continue;
            }
            if (known != null && known.anticipated(order)) {
                known.goesOnAs(order, fence);
                announce(known);
                continue;
            }
            if (known != null) {
                end(known, null, "another attempt at it was ordered");
            }
            var held = new Held(order, task, fence, partition, job);
            job.held.put(task, held);
            if (availability == Availability.DRAINING) {
                report(held, new Outcome.Cancelled(), 0, Report.Ended.NONE);
            } else {
                prepare(held);
            }
        }
    }

    /** Queues an attempt once its blueprint and all its inputs are here. */
    private void prepare(Held held) {
        JobHere job = held.job;
        Stretch stretch = job.stretchOf(held.task());
        if (stretch == null) {
            JobHere.Told told = job.toldOf(held.task());
            if (told == null) {
                report(held, new Outcome.Cancelled(), 0, Report.Ended.NONE);
            } else {
                jobs.await(held, told.digest());
            }
            return;
        }
        held.options = stretch.options(held.task());
        if (!isSuited(held)) {
            report(held, new Outcome.Cancelled(), 0, Report.Ended.NONE);
            return;
        }
        new Inputs(job, stretch, held.task()).forEach(input -> stock.fetchIfElsewhere(held, input));
        if (held.valuesAwaited == 0) {
            queue.add(held, now);
        }
    }

    private void start(Held held) {
        JobHere job = held.job;
        Stretch stretch = job.stretchOf(held.task());
        var inputs = new Inputs(job, stretch, held.task());
        if (!stock.isAtHand(held, inputs)) {
            slots.release(held.needs(), held.items);
            return;
        }
        held.starts(now);
        shares.took(held);
        held.grounds = inputs.grounds();
        held.run = ++lastRun;
        runs.put(held.run, held);
        long timeout = held.options.timeout().toMillis();
        if (timeout > 0) {
            deadlines.add(now + timeout, held.run);
        }
        announce(held);
        actions.add(new Action.Run(
                held.run,
                held.attempt,
                stretch.blueprint(),
                stretch.blueprintTask(held.task()),
                inputs.element(),
                inputs.arguments(),
                held.needs(),
                held.items,
                held.waited(now),
                held.job.precedence.tenant()));
    }

    private void announce(Held held) {
        if ((held.options.isWatched() || held.isSaidToWait) && !held.runsAlone) {
            links.get(held.partition).add(new Report.Started(held.attempt, false));
        }
    }

    private void bodyEnded(WorkerInput.Ended ended) {
        Held held = runs.remove(ended.run());
        if (held == null) {
            return;
        }
        slots.release(held.needs(), held.items);
        shares.gave(held);
        if (held.runsAlone) {
            links.get(held.partition).insist();
        }
        if (held.state == Held.State.STOPPING) {
            held.hear(ended.outcome());
            close(held, ended.micros());
            return;
        }
        List<Held> adopted = List.of();
        boolean isSuperfluous = held.isOwnIdea && held.job.isKnownOtherwise(held.task());
        if (ended.outcome() instanceof Outcome.Succeeded success && !isSuperfluous) {
            held.job.keepOwn(held.task(), success.value().bare(), held.attempt.fence());
            adopted = adoption.after(held, success, ended.micros());
        } else {
            held.job.expectNothing();
        }
        int[] tasks = adopted.isEmpty()
                ? Report.Ended.NONE
                : adopted.stream().mapToInt(Held::task).toArray();
        report(held, ended.outcome(), ended.micros(), tasks);
        adopted.forEach(this::start);
    }

    /** Says how a stopped attempt ended, if anybody is to hear of it. */
    private void close(Held held, long micros) {
        if (held.verdict != null) {
            report(held, held.verdict, micros, Report.Ended.NONE);
        } else {
            leave(held);
        }
    }

    private void report(Held held, Outcome outcome, long micros, int[] adopted) {
        leave(held);
        links.get(held.partition).add(new Report.Ended(held.attempt, outcome, micros, adopted, held.grounds));
    }

    private void leave(Held held) {
        held.state = Held.State.GONE;
        shares.over(held);
        held.job.held.remove(held.task(), held);
    }

    private void cancelled(Order.Cancel order) {
        JobHere job = jobs.get(order.job());
        for (int task : order.tasks()) {
            Held held = job == null ? null : job.held.get(task);
            if (held == null && job != null && order.reason() == Order.Reason.SUPERSEDED) {
                stock.disown(job, task);
            } else if (held != null) {
                boolean isTold = order.reason() == Order.Reason.JOB_CANCELLED;
                end(
                        held,
                        isTold ? new Outcome.Cancelled() : null,
                        order.reason().toString());
            }
        }
    }

    /** Ends an attempt from outside: at once when it only waits, by interrupting its body when it runs. */
    private void end(Held held, Outcome verdict, String why) {
        if (held.isStarted()) {
            held.verdict = verdict;
            stop(held, why);
            if (verdict == null) {
                held.job.held.remove(held.task(), held);
            }
        } else if (held.state != Held.State.GONE) {
            held.verdict = verdict;
            close(held, 0);
        }
    }

    private void stop(Held held, String why) {
        if (held.state == Held.State.RUNNING) {
            held.state = Held.State.STOPPING;
            actions.add(new Action.Interrupt(held.run, why));
            deadlines.add(now + settings.graceMillis(), held.run);
        }
    }

    /** What runs goes on and keeps what it holds. What has not begun and does not suit any more is given back. */
    private void equipmentChanged(Equipment changed) {
        equipment = changed;
        turn++;
        slots.resize(changed);
        shares.resize(changed.capacity());
        for (Held held : jobs.allHeld()) {
            if (!held.isStarted() && held.options != null && !isSuited(held)) {
                end(held, new Outcome.Cancelled(), "its node has changed");
            }
        }
    }

    private boolean isSuited(Held held) {
        return slots.couldEverTake(held.needs()) && matches(held.options.where());
    }

    /** Whether the node would take such a task up by itself. */
    private boolean isWelcome(TaskOptions options) {
        return availability == Availability.ACTIVE && matches(options.where()) && matches(options.prefer());
    }

    private boolean matches(Selector nodes) {
        return nodes.matches(node.value(), equipment.labels());
    }

    private void availabilityChanged(WorkerInput.AvailabilityChanged changed) {
        availability = changed.availability();
        turn++;
        handOverAt = availability == Availability.DRAINING ? changed.handOverAt() : Long.MAX_VALUE;
    }

    /** Hands back what has not begun, and at the end of its time what has: neither failed, and both run elsewhere. */
    private void drain() {
        boolean isTimeUp = now >= handOverAt;
        for (Held held : jobs.allHeld()) {
            if (!held.isStarted() || isTimeUp && held.state == Held.State.RUNNING) {
                end(held, new Outcome.Cancelled(), "its node is on its way out");
            }
        }
        handOverAt = isTimeUp ? Long.MAX_VALUE : handOverAt;
        links.values().forEach(NodeLink::insist);
    }

    private void passDeadlines() {
        for (long run = deadlines.takeOver(now); run != Deadlines.NONE; run = deadlines.takeOver(now)) {
            Held held = runs.get(run);
            if (held != null && held.state == Held.State.RUNNING) {
                String limit = "it ran longer than its timeout of " + held.options.timeout();
                held.verdict = new Outcome.Failed(new Failure(Failure.Kind.TIMED_OUT, "", limit, ""));
                stop(held, limit);
            } else if (held != null
                    && !deadlines.isAnyFor(run)) { // It may time out while it is stopped: its grace counts.
                runs.remove(held.run);
                actions.add(new Action.Abandon(held.run));
                slots.release(held.needs(), held.items);
                shares.gave(held);
                close(held, 0);
            }
        }
    }

    private void forget(JobId id) {
        JobHere job = jobs.remove(id);
        if (job != null) {
            List.copyOf(job.held.values()).forEach(held -> end(held, null, "the job is over"));
            actions.add(new Action.Discard(id, new int[0]));
        }
    }
}
