package dev.sampo.actors.body;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.dag.TaskContext;
import dev.sampo.job.Fence;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.resilience.limit.RateLimit;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import dev.sampo.worker.Action;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One execution of a body on this node: what the body sees of it, and how it is stopped from outside. Its thread is
 * interrupted only between {@link #begin} and {@link #end}, never while it does anything else.
 */
public final class RunningBody implements TaskContext {
    /** What a body added travels inside a report; a report must fit a message. */
    static final int SPAWN_BYTES_MAX = 128 << 10;

    /** Runs the body where the thread that serves it does not. Neither call waits for anything. */
    public interface Elsewhere {
        void interrupt();

        void kill();
    }

    /** What a body has to do with besides its inputs. */
    public interface Surroundings {
        RateLimit limit(String name);

        default void progressed(double fraction, String note) {}
    }

    private final Action.Run run;
    private final NodeId node;
    private final UserCode code;
    private final Surroundings surroundings;
    private volatile boolean cancelled;
    private volatile double fraction;
    private volatile String note = "";
    private Outcome.Growth growth;
    private Thread thread;
    private RunnerThreads.Seat seat;
    private volatile Elsewhere elsewhere;
    private volatile boolean abandoned;
    private volatile Audible audible;
    private volatile Supplier<Awaited> awaited;
    private volatile byte[] inShort = {};
    private final long since = System.nanoTime();

    public RunningBody(Action.Run run, NodeId node, UserCode code, Surroundings surroundings) {
        this.run = run;
        this.node = node;
        this.code = code;
        this.surroundings = surroundings;
    }

    public Action.Run run() {
        return run;
    }

    /** Asks the body to stop: its context says so and its thread is interrupted. */
    public synchronized void interrupt() {
        cancelled = true;
        if (elsewhere != null) {
            elsewhere.interrupt();
        } else if (thread != null) {
            thread.interrupt();
        }
    }

    /**
     * The body would not stop. What it still returns is of no interest. Its thread serves nobody any more, unless it runs
     * elsewhere: then it is ended.
     */
    public synchronized void abandon(RunnerThreads threads) {
        abandoned = true;
        if (elsewhere != null) {
            elsewhere.kill();
        } else if (seat != null) {
            threads.writeOff(seat);
        }
    }

    public boolean isAbandoned() {
        return abandoned;
    }

    /** Whether it can be ended although it does not stop by itself. */
    public boolean isElsewhere() {
        return elsewhere != null;
    }

    /** False when the body was stopped before it began. */
    public synchronized boolean begin(Elsewhere where) {
        elsewhere = where;
        return !cancelled;
    }

    /** False when the body was stopped before it began. */
    synchronized boolean begin(RunnerThreads.Seat taken) {
        if (cancelled) {
            return false;
        }
        thread = Thread.currentThread();
        seat = taken;
        return true;
    }

    /** Ends the time in which an interrupt can come, and clears one that has. */
    public synchronized void end() {
        thread = null;
        elsewhere = null;
        if (cancelled) {
            Thread.interrupted();
        }
    }

    /** Whoever listens hears it from now on. */
    public void speaks(Audible what) {
        audible = what;
    }

    public Optional<Audible> audible() {
        return Optional.ofNullable(audible);
    }

    /** What is kept with its success should its value be too large for that; at most {@link Value.Stored#BRIEF_MAX} bytes. */
    public void saysInShort(byte[] what) {
        inShort = what;
    }

    byte[] inShort() {
        return inShort;
    }

    /** It is others it waits for: how that stands is asked whenever somebody wants to know. */
    public void awaits(Supplier<Awaited> how) {
        awaited = how;
    }

    void awaitsNothing() {
        awaited = null;
    }

    public Optional<Awaited> awaited() {
        Supplier<Awaited> how = awaited;
        return how == null ? Optional.empty() : Optional.of(how.get());
    }

    /** For how long it has been here to run. */
    public long millis() {
        return (System.nanoTime() - since) / 1_000_000;
    }

    Optional<Outcome.Growth> growth() {
        return Optional.ofNullable(growth);
    }

    /** The latest the body said of itself: a fraction and a note. */
    public double fraction() {
        return fraction;
    }

    public String note() {
        return note;
    }

    @Override
    public String jobId() {
        return run.attempt().job().value();
    }

    @Override
    public String task() {
        String name = run.blueprint().taskName(run.blueprintTask());
        return run.element() == Action.Run.NO_ELEMENT ? name : name + "[" + run.element() + "]";
    }

    @Override
    public int attempt() {
        return run.attempt().number();
    }

    @Override
    public Fence fencingToken() {
        return run.attempt().fence();
    }

    @Override
    public String node() {
        return node.value();
    }

    @Override
    public Resources needs() {
        return run.needs();
    }

    @Override
    public List<String> held(String resource) {
        return run.items().getOrDefault(resource.equals("gpu") ? Equipment.GPUS : resource, List.of());
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void progress(double done, String what) {
        if (!(done >= 0 && done <= 1)) {
            throw new IllegalArgumentException("progress of task " + task() + " is " + done + "; give 0 to 1");
        }
        fraction = done;
        says(what);
    }

    /** Without having come further. */
    void says(String what) {
        note = what;
        surroundings.progressed(fraction, what);
    }

    @Override
    public void heartbeat() {
        if (isAbandoned()) {
            throw new IllegalStateException(
                    "task " + task() + " was given up after it ignored its interrupt; stop when isCancelled() says so");
        }
    }

    @Override
    public RateLimit limit(String name) {
        return new AwaitedLimit(surroundings.limit(name), this);
    }

    @Override
    public void spawn(Dag dag) {
        grow(compiled(dag), Outcome.Growth.NO_RESULT);
    }

    @Override
    public <T> T spawn(Dag dag, Handle<T> result) {
        Blueprint blueprint = compiled(dag);
        int task = blueprint.taskNamed(result.name());
        if (task < 0) {
            throw new IllegalArgumentException("\"" + result.name() + "\" is not a task of the Dag \"" + dag.name()
                    + "\" that task " + task() + " adds; give a handle of that Dag");
        }
        if (run.blueprint().feedsEach(run.blueprintTask())) {
            throw new IllegalStateException(
                    "an each maps over the value of task " + task()
                            + ", so no added task can stand for it; return the collection itself, or map over it in the added Dag");
        }
        grow(blueprint, task);
        return null;
    }

    private Blueprint compiled(Dag dag) {
        return dag.compile(code.of(run.blueprint()).encoder());
    }

    private void grow(Blueprint blueprint, int result) {
        if (growth != null) {
            throw new IllegalStateException(
                    "task " + task() + " has added a Dag already; put all its tasks into one Dag and spawn that");
        }
        int size = blueprint.bytes().length;
        if (size > SPAWN_BYTES_MAX) {
            throw new IllegalArgumentException("the Dag \"" + blueprint.name() + "\" that task " + task() + " adds has "
                    + size + " bytes, at most " + SPAWN_BYTES_MAX
                    + " are allowed; let a task hand large constants on, or spawn from several tasks");
        }
        growth = new Outcome.Growth(blueprint, result);
    }
}
