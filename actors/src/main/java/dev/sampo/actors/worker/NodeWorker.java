package dev.sampo.actors.worker;

import dev.sampo.actors.EngineClock;
import dev.sampo.actors.EngineSettings;
import dev.sampo.actors.body.BodyRunner;
import dev.sampo.actors.body.LogContext;
import dev.sampo.actors.body.RunnerThreads;
import dev.sampo.actors.body.RunningBody;
import dev.sampo.actors.body.Turnstile;
import dev.sampo.actors.body.UserCode;
import dev.sampo.actors.child.Children;
import dev.sampo.actors.fetch.Source;
import dev.sampo.actors.limit.Limits;
import dev.sampo.actors.telemetry.Telemetry;
import dev.sampo.actors.value.ValueStore;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.link.Availability;
import dev.sampo.link.Orders;
import dev.sampo.membership.NodeLoad;
import dev.sampo.membership.NodeState;
import dev.sampo.resource.Change;
import dev.sampo.resource.Equipment;
import dev.sampo.wire.Equipped;
import dev.sampo.wire.OutputTold;
import dev.sampo.wire.Piece;
import dev.sampo.wire.ProgressTold;
import dev.sampo.wire.TakesOn;
import dev.sampo.wire.ToScheduler;
import dev.sampo.wire.ToWorker;
import dev.sampo.worker.Action;
import dev.sampo.worker.Worker;
import dev.sampo.worker.WorkerInput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's worker core and everything it wants done. The core is stepped under a lock by whoever has news: the actor
 * for orders, and the runner thread itself when its body ends. That thread then runs the next body it is told of, so that
 * a queue or a chain of small tasks costs no change of threads. The lock is held for deciding and for sending, which
 * keeps reports in order, never for user code, for bytes or for files.
 */
public final class NodeWorker {
    private static final Logger LOG = LoggerFactory.getLogger(NodeWorker.class);
    private static final int VALUE_ATTEMPTS_MAX = 5;
    private static final long DRAIN_LOOK_MILLIS = 200;
    private static final long ANNOUNCE_AGAIN_MILLIS = 1_000;
    private static final int ANNOUNCE_AGAIN_MAX = 4;

    /** For taking values elsewhere when a drain's time for running is up. */
    private static final long MOVING_MILLIS = 5_000;

    /** Fetches what is kept elsewhere. */
    interface Fetching {
        CompletableFuture<byte[]> fetch(Source source, int attemptsMax);
    }

    /** Calls back once, later. */
    public interface Alarm {
        void after(long millis, Runnable then);
    }

    private final EngineSettings settings;
    private final long incarnation;
    private final EngineClock clock;
    private final UserCode code;
    private final BodyRunner runner;
    private final Turnstile turnstile;
    private final Children children;
    private final RunnerThreads threads;
    private final ValueStore values;
    private final Alarm alarm;
    private final Limits limits;
    private final Copies copies;
    private final BlueprintFetches blueprints;
    private final Telling telling;
    private final ReentrantLock lock = new ReentrantLock();
    private final Worker worker;
    private final Map<Integer, ActorRef<ToScheduler>> partitions = new ConcurrentHashMap<>();
    private final Map<Long, RunningBody> running = new ConcurrentHashMap<>();
    private final Outputs outputs = new Outputs(running.values());
    private final Progress progress = new Progress(running.values());
    private final Fetches fetches = new Fetches();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Fetching fetching;
    private long wakeAt = Long.MAX_VALUE;
    private volatile boolean closed;

    public NodeWorker(
            EngineSettings settings,
            long incarnation,
            EngineClock clock,
            UserCode code,
            ValueStore values,
            RunnerThreads threads,
            Alarm alarm,
            Limits limits,
            Telemetry telemetry) {
        this.settings = settings;
        this.incarnation = incarnation;
        this.clock = clock;
        this.code = code;
        this.values = values;
        this.threads = threads;
        this.alarm = alarm;
        this.limits = limits;
        this.children = new Children(settings.children(), code, limits, threads::execute);
        this.runner = new BodyRunner(code, children, values, threads, settings.inlineMax());
        this.turnstile = new Turnstile(limits, runner, threads);
        this.copies = new Copies(values, threads::execute, this::step, this::dropped);
        this.blueprints = new BlueprintFetches(code, threads::execute, this::step);
        this.telling = new Telling(settings.node(), clock, telemetry);
        this.worker = new Worker(settings.node(), incarnation, settings.equipment(), settings.worker());
    }

    NodeId node() {
        return settings.node();
    }

    void fetchThrough(Fetching way) {
        fetching = way;
    }

    public ToScheduler.Announce announce(ActorRef<ToWorker> self) {
        lock.lock();
        try {
            return new ToScheduler.Announce(
                    settings.node(),
                    incarnation,
                    worker.equipment().capacity(),
                    worker.equipment().labels(),
                    settings.isWorker(),
                    worker.availability(),
                    worker.turn(),
                    self);
        } finally {
            lock.unlock();
        }
    }

    /** How this node is at this moment. */
    public NodeState state() {
        lock.lock();
        try {
            return new NodeState(
                    settings.node(), worker.equipment(), worker.free(), worker.availability(), worker.heldCount());
        } finally {
            lock.unlock();
        }
    }

    /** How much of this node is used at this moment. */
    public NodeLoad load() {
        Runtime process = Runtime.getRuntime();
        return new NodeLoad(
                state(),
                running.size(),
                new NodeLoad.Heap(process.totalMemory() - process.freeMemory(), process.maxMemory()),
                new NodeLoad.Kept(
                        values.count(), values.bytesInMemory(), values.bytesInMemoryMax(), values.bytesInFiles()),
                fetches.count(),
                fetches.some(System.nanoTime()),
                limits.load(),
                progress.awaits());
    }

    OutputTold output(ToWorker.AskOutput ask) {
        return outputs.of(ask);
    }

    ProgressTold progress(ToWorker.AskProgress ask) {
        return progress.of(ask);
    }

    /** Has this called whenever what the node has or takes on has changed; never two calls at once. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Changes what this node has, as a whole or not at all. */
    Equipped equip(Change change, ActorRef<ToWorker> self) {
        Equipment before = state().equipment();
        Equipment after;
        try {
            after = before.with(change);
        } catch (IllegalArgumentException impossible) {
            return new Equipped(state(), impossible.getMessage());
        }
        if (!after.equals(before)) {
            step(new WorkerInput.EquipmentChanged(after));
            announceToAll(self);
            changed();
            announceAgain(announce(self), 1);
        }
        return new Equipped(state(), "");
    }

    private void changed() {
        listeners.forEach(Runnable::run);
        if (telling.isOn()) {
            telling.changed(state());
        }
    }

    /** Word of it may get lost, and what a partition then gives to this node comes back, again and again. */
    private void announceAgain(ToScheduler.Announce announce, int times) {
        alarm.after(ANNOUNCE_AGAIN_MILLIS * times, () -> {
            if (announce.turn() == announce(announce.worker()).turn() && !closed) {
                partitions.values().forEach(partition -> partition.tell(announce));
                if (times < ANNOUNCE_AGAIN_MAX) {
                    announceAgain(announce, times + 1);
                }
            }
        });
    }

    private void announceToAll(ActorRef<ToWorker> self) {
        var announce = announce(self);
        partitions.values().forEach(partition -> partition.tell(announce));
    }

    /**
     * Takes on more or less from now on.
     *
     * @param millis how long what runs may go on when the node is to drain
     * @param answer told when it is done, which for draining is in the end
     */
    void takeOn(Availability availability, long millis, ActorRef<ToWorker> self, Consumer<TakesOn> answer) {
        long now = clock.millis();
        step(new WorkerInput.AvailabilityChanged(availability, now + millis));
        announceToAll(self);
        changed();
        if (availability == Availability.DRAINING) {
            awaitDrained(now + millis + settings.worker().graceMillis() + MOVING_MILLIS, self, answer);
        } else {
            answer.accept(takesOn());
        }
    }

    /** Says again that it drains, because word of it may get lost. */
    private void awaitDrained(long until, ActorRef<ToWorker> self, Consumer<TakesOn> answer) {
        TakesOn now = takesOn();
        if (now.isDrained() || now.availability() != Availability.DRAINING || closed || clock.millis() > until) {
            answer.accept(now);
            return;
        }
        announceToAll(self);
        alarm.after(DRAIN_LOOK_MILLIS, () -> awaitDrained(until, self, answer));
    }

    private TakesOn takesOn() {
        lock.lock();
        try {
            return new TakesOn(settings.node(), worker.availability(), worker.isDrained(), worker.heldCount());
        } finally {
            lock.unlock();
        }
    }

    /** So that what is ordered next need not wait for it. */
    void enclosed(Piece.OfBlueprint blueprint) {
        blueprints.enclosed(blueprint);
    }

    void ordered(Orders orders, ActorRef<ToScheduler> partition) {
        int number = orders.session().partition();
        if (partitions.get(number) != partition) {
            partitions.put(number, partition);
        }
        step(new WorkerInput.Ordered(orders));
    }

    private void step(WorkerInput input) {
        act(decide(input), false);
    }

    /** Steps the core, and sends and interrupts while nothing else can come between. */
    private List<Action> decide(WorkerInput input) {
        lock.lock();
        try {
            if (closed) {
                return List.of();
            }
            List<Action> actions = worker.step(clock.millis(), List.of(input));
            for (Action action : actions) {
                if (action instanceof Action.Send send) {
                    telling.tellAll();
                    partitions.get(send.partition()).tell(new ToScheduler.FromNode(send.report()));
                } else if (action instanceof Action.Run run) {
                    var body = new RunningBody(run, settings.node(), code, limits::of);
                    running.put(run.run(), body);
                    if (run.blueprint().options(run.blueprintTask()).ownJvm()) {
                        children.expect(run.run(), run.needs().memoryBytes());
                    }
                    if (telling.isOn()) {
                        telling.allocated(body);
                    }
                } else if (action instanceof Action.Interrupt interrupt) {
                    RunningBody body = running.get(interrupt.run());
                    if (body != null) { // Else it has just ended, and its end comes next.
                        body.interrupt();
                    }
                } else if (action instanceof Action.Abandon abandon) {
                    abandon(running.remove(abandon.run()));
                } else if (action instanceof Action.DropJar drop) {
                    threads.execute(code.jars().drop(drop.jar(), drop.blueprint()));
                }
            }
            children.fitInto(worker.free().memoryBytes());
            wakeBy(worker.wakeAt());
            return actions;
        } finally {
            lock.unlock();
        }
    }

    /** Does what may take its time. Gives the first body to run to the caller if that is what it is here for. */
    private RunningBody act(List<Action> actions, boolean mayRun) {
        RunningBody mine = null;
        for (Action action : actions) {
            if (action instanceof Action.Run run) {
                RunningBody body = running.get(run.run());
                if (mayRun && mine == null) {
                    mine = body;
                } else if (body != null) {
                    threads.execute(() -> serve(body));
                }
            } else if (action instanceof Action.FetchBlueprint fetch) {
                int partition = fetch.partition();
                blueprints.fetch(fetch, () -> partitions.get(partition), fetching);
            } else if (action instanceof Action.FetchValue fetch) {
                fetchValue(fetch);
            } else if (action instanceof Action.CopyValue copy) {
                copies.order(copy);
            } else if (action instanceof Action.Discard discard) {
                copies.order(discard);
            }
        }
        return mine;
    }

    /** What a runner thread does: this body, and then whatever its end allows to run next. */
    private void serve(RunningBody first) {
        RunningBody body = first;
        while (body != null) {
            if (turnstile.isFor(body)) {
                RunningBody waiting = body;
                turnstile.enter(waiting, refusal -> serve(served(waiting, refusal)));
                return;
            }
            body = served(body, Optional.empty());
        }
    }

    /**
     * Runs a body, and says which one the thread is to run next; null for none.
     *
     * @param refusal how it has ended if it may not begin
     */
    private RunningBody served(RunningBody body, Optional<Outcome> refusal) {
        LogContext.enter(body);
        if (telling.isOn()) {
            telling.started(body);
        }
        var recording = AttemptRun.begun();
        long began = System.nanoTime();
        Outcome outcome = refusal.isPresent() ? refusal.get() : runner.run(body);
        long micros = (System.nanoTime() - began) / 1_000;
        recording.ended(body, outcome);
        if (LOG.isTraceEnabled()) {
            LOG.trace("the attempt {} after {} us", Telling.word(outcome), micros);
        }
        LogContext.leave();
        long run = body.run().run();
        outputs.ended(body);
        boolean hadSlot = running.remove(run) != null;
        children.over(run);
        if (telling.isOn()) {
            telling.ended(body, outcome, micros, hadSlot);
        }
        List<Action> actions = decide(new WorkerInput.Ended(run, outcome, micros));
        return act(actions, !body.isAbandoned());
    }

    private void abandon(RunningBody body) {
        if (body != null) {
            if (telling.isOn()) {
                telling.released(body);
            }
            LogContext.with(
                    body,
                    () -> LOG.warn(
                            "task {} of job {} ignored its interrupt for {} ms: its slot is free again, {}; let it end when its"
                                    + " thread is interrupted",
                            body.task(),
                            body.jobId(),
                            settings.worker().graceMillis(),
                            body.isElsewhere() ? "its JVM is ended" : "its thread is lost until the body returns"));
            body.abandon(threads);
        }
    }

    private void wakeBy(long at) {
        if (at < wakeAt) {
            wakeAt = at;
            alarm.after(Math.max(1, at - clock.millis()), this::woken);
        }
    }

    private void woken() {
        lock.lock();
        try {
            wakeAt = Long.MAX_VALUE;
        } finally {
            lock.unlock();
        }
        step(new WorkerInput.Tick());
    }

    private void fetchValue(Action.FetchValue fetch) {
        if (fetch.value().node().equals(settings.node())) {
            step(
                    values.keeps(fetch.job(), fetch.task(), fetch.value())
                            ? new WorkerInput.ValueArrived(fetch.job(), fetch.task(), fetch.value(), fetch.maker())
                            : new WorkerInput.ValueUnavailable(
                                    fetch.job(), fetch.task(), fetch.value(), fetch.maker()));
            return;
        }
        var source = new Source.OfNode(fetch.job(), fetch.task(), fetch.value());
        long asked = System.nanoTime();
        long begun = fetches.begin(fetch, asked);
        fetching.fetch(source, VALUE_ATTEMPTS_MAX)
                .whenComplete((bytes, failure) -> fetches.end(begun))
                .whenCompleteAsync((bytes, failure) -> step(arrived(fetch, bytes, asked)), threads::execute);
    }

    private void dropped(Action.Discard discard) {
        if (discard.tasks().length == 0) {
            runner.forget(discard.job());
        }
    }

    private WorkerInput arrived(Action.FetchValue fetch, byte[] bytes, long asked) {
        Value.Stored wanted = fetch.value();
        boolean isWhole = bytes != null && bytes.length == wanted.size() && ValueStore.crc(bytes) == wanted.crc();
        if (telling.isOn()) {
            telling.fetched(fetch, isWhole, System.nanoTime() - asked);
        }
        if (isWhole) {
            try {
                Value.Stored here = values.put(fetch.job(), fetch.task(), bytes, wanted.count());
                return new WorkerInput.ValueArrived(fetch.job(), fetch.task(), here, fetch.maker());
            } catch (IOException full) {
                LOG.warn("a value of job {} was fetched but cannot be kept", fetch.job(), full);
            }
        }
        return new WorkerInput.ValueUnavailable(fetch.job(), fetch.task(), fetch.value(), fetch.maker());
    }

    /** Stops what runs; nothing is decided or sent any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        running.values().forEach(RunningBody::interrupt);
        children.close();
    }
}
