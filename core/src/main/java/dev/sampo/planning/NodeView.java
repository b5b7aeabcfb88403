package dev.sampo.planning;

import dev.sampo.dag.NodeOffer;
import dev.sampo.dag.Vacancy;
import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Value;
import dev.sampo.link.Availability;
import dev.sampo.link.Order;
import dev.sampo.link.PartitionLink;
import dev.sampo.link.Report;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** One life of a node as this partition sees it; what other partitions have there it does not see. */
final class NodeView {
    /** Where others are, one more waits for each so many that can run. */
    private static final int AMONG_OTHERS = 2;

    private record Superseded(JobId job, int task) {}

    final int index;
    final NodeId id;
    final long incarnation;
    final PartitionLink link;
    Resources capacity;
    Map<String, String> labels;
    /** If not, it runs only what was submitted there, and only in the absence of workers. */
    final boolean isWorker;

    Availability availability = Availability.ACTIVE;
    boolean greeted;
    /** See {@link Stir}. */
    boolean isHeard;

    boolean isOpened;
    long wakeAt = Plan.NEVER;
    /** See {@link Scout}. */
    long lookedAt;

    final Gpus gpus = new Gpus();
    /** Another one with each change of what it has or holds. */
    int version;

    private final Stir stir;
    private long turn;
    private Order.Dismiss dismissal;
    /** Attempts held there, and how many of them beyond what its capacity lets run. */
    int held;

    private JobPlan soloJob;
    private int soloTask;
    private boolean soloBegun;
    private int queued;
    /** How long a task runs there in the mean, of late ones. */
    private long usualMicros;
    /** How long those are expected to run that were given to it last, as many as it holds, in the mean, 0 for what is not known; and of how many it is. */
    private double givenMillis;

    private double givenKnown;

    private Resources load = Resources.NONE;
    /** What is left of its capacity: asked for far more often than it changes. */
    private Resources free;
    /** What it had for other partitions when it last said so. */
    Report.Others others = Report.Others.NONE;

    private final Map<JobId, Told> told = new HashMap<>();

    /** What was called off there and not ordered since: reports gathered before the node knew may still rest on it. */
    private final Set<Superseded> superseded = new HashSet<>();

    /** What is to be sent before the next order; null before the first. */
    private Delivery delivery;
    /** What is to be ordered; null for nothing. */
    private Batch batch;

    NodeView(
            int index,
            NodeId id,
            long incarnation,
            PartitionLink link,
            Resources capacity,
            Map<String, String> labels,
            boolean isWorker,
            Stir stir) {
        this.stir = stir;
        this.index = index;
        this.id = id;
        this.incarnation = incarnation;
        this.link = link;
        this.capacity = capacity;
        this.free = capacity;
        this.labels = labels;
        this.isWorker = isWorker;
        gpus.resize(capacity.gpuUnits());
    }

    void hold(JobPlan job, int task, Resources needs) {
        held++;
        version++;
        boolean hasGpus = needs.gpuUnits() == 0 || gpus.hold(job, task, needs.gpuUnits());
        if (!hasGpus || !needs.fitsIn(free)) {
            queued++;
        }
        holds(load.plus(needs));
    }

    void letGo(JobPlan job, int task, Resources needs) {
        held--;
        version++;
        holds(load.minus(needs));
        if (needs.gpuUnits() > 0) {
            gpus.letGo(job, task);
        }
        queued = isOverfull() ? Math.max(0, queued - 1) : 0;
        stir.opened(this);
    }

    private void holds(Resources all) {
        load = all;
        free = capacity.minus(all);
    }

    /** What was given to it has run there for so long. */
    void ran(long micros) {
        usualMicros = usualMicros == 0 ? micros : usualMicros + (micros - usualMicros) / 8;
    }

    /** When one of those there will have ended, as things usually go there; 0 when nothing is known of it. */
    long millisUntilOneEnds() {
        return usualMicros / 1_000 / Math.max(1, held);
    }

    /** What it is given besides those that it holds is expected to run for so long, if that is known. */
    private void given(long millis) {
        double part = 1.0 / (held + 1);
        givenMillis += (millis - givenMillis) * part;
        givenKnown += ((millis > 0 ? 1 : 0) - givenKnown) * part;
    }

    /** 0 where that is known of less than half of them. */
    double givenMillis() {
        return givenKnown < 0.5 ? 0 : givenMillis / givenKnown;
    }

    private boolean isOverfull() {
        return gpus.isAnyWaiting() || !load.fitsIn(capacity);
    }

    long freeCpus() {
        return free.cpuUnits();
    }

    long freeMemory() {
        return free.memoryBytes();
    }

    /** False when it has what it had. */
    boolean becomes(Resources has, Map<String, String> tags) {
        if (has.equals(capacity) && tags.equals(labels)) {
            return false;
        }
        capacity = has;
        free = capacity.minus(load);
        labels = tags;
        gpus.resize(capacity.gpuUnits());
        version++;
        queued = isOverfull() ? queued : 0;
        stir.opened(this);
        return true;
    }

    private void tell(Order order) {
        stir.heard(this);
        link.add(order);
    }

    Books.Process process() {
        return new Books.Process(id, incarnation);
    }

    /**
     * Everything held there may have run, but while one runs alone, or waits to do so, it and the others cannot both.
     * Asked for when the node was lost: what it held has been let go.
     */
    boolean mayHaveRun(JobPlan job, int task) {
        boolean isSolo = soloJob == job && soloTask == task;
        return soloJob == null || isSolo == soloBegun;
    }

    void soloBegun(JobPlan job, int task) {
        soloJob = job;
        soloTask = task;
        soloBegun = true;
    }

    /** Whether an attempt runs alone there or waits to do so. */
    boolean hasSolo() {
        if (soloJob != null && !(soloJob.isAssigned(soloTask) && soloJob.node(soloTask) == index)) {
            soloJob = null;
            soloBegun = false;
        }
        return soloJob != null;
    }

    int freeNow(Line line) {
        int width = hasSolo() ? 0 : line.width(this);
        if (width == 0) {
            return 0;
        }
        if (line.needs().isNone()) {
            return Math.max(0, Vacancy.NEEDLESS_MAX - held);
        }
        if (queued > 0) {
            return 0;
        }
        int times = line.needs().timesIn(free);
        long units = line.needs().gpuUnits();
        return units == 0 || times == 0 ? times : Math.min(times, gpus.times(units));
    }

    /** How many it would hold if nothing else were there. */
    int places(Line line) {
        int width = line.width(this);
        return line.needs().isNone() ? Math.min(width, Vacancy.NEEDLESS_MAX) : width;
    }

    /** What it has said before. */
    Report.Others hasForOthers(Report.Others told) {
        Report.Others before = others;
        others = told;
        if (before.all().attempts() == 0 && told.all().attempts() > 0) {
            stir.opened(this); // There is room in its queue that was not there before.
        }
        return before;
    }

    /**
     * Of those that are free as far as this partition goes, so many are not taken by others either, nor promised. The rest may be
     * given out all the same, so that nobody is kept from a node for good by those who were there before.
     */
    int idleNow(Line line, Resources promised) {
        int freeHere = freeNow(line);
        int taken = others.all().attempts();
        if (freeHere <= 0 || taken == 0 && promised.isNone()) {
            return freeHere;
        }
        Resources idle = free.minus(others.all().needs()).minus(promised);
        int fit = line.needs().isNone() ? freeHere - taken : line.needs().timesIn(idle);
        return Math.max(0, Math.min(freeHere, fit));
    }

    /** None where no worker is: what has not begun goes to the first that comes. Where others are, too, who is there has the turn when one ends. */
    int queueRoom(Line line, PlannerSettings settings) {
        int width = hasSolo() || !isWorker ? 0 : Math.min(line.width(this), 64);
        int amongOthers = others.all().attempts() == 0 || width == 0 ? 0 : 1 + width / AMONG_OTHERS;
        return Math.max(0, Math.max(width * line.queueAhead(settings), amongOthers) - queued);
    }

    double load(Line line) {
        return (held + others.all().attempts()) / (double) Math.max(1, Math.min(line.width(this), 1_000_000));
    }

    Resources load() {
        return load;
    }

    NodeOffer offer() {
        return new NodeOffer(id.value(), capacity, labels);
    }

    boolean knows(JobPlan job) {
        return told.containsKey(job.ledger.id());
    }

    /** The node keeps something of this job from before; it will have to be told to forget it. */
    void knowsOf(JobId job) {
        told.computeIfAbsent(job, id -> new Told());
    }

    /**
     * Queues an attempt; neighbours of one job that take about as long share one order and one serial.
     *
     * @param needs what it is to hold if that is not what its options state first
     * @param millis how long it is expected to run; 0 where nobody knows
     */
    long assign(JobPlan job, int task, int number, Optional<Resources> needs, long millis, LongSupplier serials) {
        if (batch == null || !batch.takes(job, number, needs, millis)) {
            flushBatch();
            batch = new Batch(job, number, needs, millis, serials.getAsLong());
        }
        given(millis);
        introduce(job);
        superseded.remove(new Superseded(job.ledger.id(), task));
        batch.add(task);
        stir.heard(this);
        return batch.serial;
    }

    private void introduce(JobPlan job) {
        Told known = told.computeIfAbsent(job.ledger.id(), id -> new Told());
        var stretches = job.ledger.stretches();
        boolean isNew = known.stretches == 0;
        for (; known.stretches < job.stretchesDurable(); known.stretches++) {
            var stretch = stretches.get(known.stretches);
            tell(new Order.Stretch(
                    job.ledger.id(),
                    stretch.first(),
                    stretch.count(),
                    stretch.blueprint().digest(),
                    stretch.each(),
                    stretch.base()));
        }
        if (isNew || job.tenant.hasBecome(known.weight)) {
            known.weight = job.tenant.effectiveWeight();
            tell(new Order.Introduce(job.ledger.id(), job.precedence()));
        }
    }

    /** Sends a value along unless it was made there or has been sent before. */
    void provide(JobPlan job, int task, Value value) {
        if (job.node(task) == index && !job.isAssigned(task)) {
            return;
        }
        introduce(job);
        Told known = told.get(job.ledger.id());
        if (known.values.get(task)) {
            return;
        }
        known.values.set(task);
        if (delivery == null || !delivery.isOf(job)) {
            flushBatch();
            delivery = new Delivery(job);
        }
        stir.heard(this);
        delivery.add(task, value);
        if (delivery.isFull()) {
            flushDelivery();
        }
    }

    /** Whether it has been told where the value is, and fetches and keeps it when something there needs it. */
    boolean hasBeenGiven(JobPlan job, int task) {
        Told known = told.get(job.ledger.id());
        return known != null && known.values.get(task);
    }

    /** A value delivered here may not be the current one any more. */
    void valueLost(JobPlan job, int task) {
        Told known = told.get(job.ledger.id());
        if (known != null) {
            known.values.clear(task);
        }
    }

    private void flushDelivery() {
        if (delivery != null && !delivery.isEmpty()) {
            tell(delivery.order());
        }
    }

    void flushBatch() {
        flushDelivery();
        if (batch != null) {
            tell(batch.order());
            batch = null;
        }
    }

    /** Queues an attempt that is to run while nothing else runs on the node. */
    long assignAlone(JobPlan job, int task, int number, Optional<Resources> needs, long millis, LongSupplier serials) {
        soloJob = job;
        soloTask = task;
        long serial = serials.getAsLong();
        assign(job, task, number, needs, millis, serial, true);
        return serial;
    }

    /** Queues an attempt that has its serial already. */
    void assign(JobPlan job, int task, int number, Optional<Resources> needs, long millis, long serial, boolean alone) {
        flushBatch();
        given(millis);
        introduce(job);
        superseded.remove(new Superseded(job.ledger.id(), task));
        tell(new Order.Assign(job.ledger.id(), new int[] {task}, number, serial, alone, needs, millis));
    }

    /** What the node makes or has made of this task by itself does not count; the value that does is sent again. */
    void supersede(JobPlan job, int task) {
        flushBatch();
        valueLost(job, task);
        cancel(job.ledger.id(), new int[] {task}, Order.Reason.SUPERSEDED);
        superseded.add(new Superseded(job.ledger.id(), task));
    }

    /** Whether what the node did or does of this task by itself was called off. */
    boolean isCallingOff(JobPlan job, int task) {
        return superseded.contains(new Superseded(job.ledger.id(), task));
    }

    /** The node begins nothing more of the job and gives back what has not begun; a new session knows of no pause. */
    void pause(JobPlan job) {
        tellNext(new Order.Pause(job.ledger.id()));
    }

    /** It starts these by itself, instead of those it was told of before. */
    void expect(Order.Upcoming upcoming) {
        knowsOf(upcoming.job());
        tellNext(upcoming);
    }

    void tellNext(Order order) {
        flushBatch();
        tell(order);
    }

    void cancel(JobId job, int[] tasks, Order.Reason reason) {
        tell(new Order.Cancel(job, tasks, reason));
    }

    /** The node is lost: of all this only its number is asked for again. */
    void over() {
        told.clear();
        superseded.clear();
    }

    /** It has said what it holds. */
    void greets() {
        greeted = true;
        stir.opened(this);
    }

    /** Whether it may be given anything new. */
    boolean isOpen() {
        return greeted && availability == Availability.ACTIVE;
    }

    /** Has a value fetched and kept. */
    void keep(JobPlan job, int task, Value value, Fence maker) {
        flushBatch();
        knowsOf(job.ledger.id());
        tell(new Order.Keep(
                new Order.Deliver(job.ledger.id(), new int[] {task}, List.of(value.bare()), List.of(maker))));
    }

    /** Has values of another job copied that this node keeps. */
    void inherit(JobPlan job, int[] tasks, JobId from, int[] fromTasks) {
        flushBatch();
        knowsOf(job.ledger.id());
        var values = new ArrayList<Value>(tasks.length);
        var makers = new ArrayList<Fence>(tasks.length);
        for (int task : tasks) {
            values.add(job.ledger.value(task).bare());
            makers.add(job.ledger.fence(task));
        }
        tell(new Order.Inherit(new Order.Deliver(job.ledger.id(), tasks, values, makers), from, fromTasks));
    }

    /** Lets a node on its way out go, as far as this partition is concerned; again when it has said more since. */
    void dismiss() {
        var wanted = new Order.Dismiss(link.reportsSeen(), turn);
        if (!wanted.equals(dismissal)) {
            dismissal = wanted;
            tellNext(wanted);
        }
    }

    /** What it takes on since this turn; false when that is old news. */
    boolean turns(Availability to, long number) {
        if (number < turn) {
            return false;
        }
        availability = to;
        turn = number;
        stir.opened(this);
        return true;
    }

    /** Nobody needs this value any more, on whichever node. */
    void release(JobPlan job, int task) {
        valueLost(job, task);
        tellNext(new Order.Release(job.ledger.id(), new int[] {task}));
    }

    void forget(JobId job) {
        told.remove(job);
        superseded.removeIf(each -> each.job().equals(job));
        tell(new Order.Forget(job));
    }
}
