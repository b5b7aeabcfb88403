package dev.sampo.http.remote;

import dev.sampo.actors.body.Awaited;
import dev.sampo.actors.body.RunningBody;
import dev.sampo.dag.TaskContext;
import dev.sampo.job.Fence;
import dev.sampo.lease.Lease;
import dev.sampo.lease.LeaseBook;
import dev.sampo.lease.LeaseSettings;
import dev.sampo.lease.QueueView;
import dev.sampo.lease.Standing;
import dev.sampo.resilience.RetryAfter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Where bodies of one node wait for workers, and workers for bodies. All decisions are the {@link LeaseBook}'s; an office has its
 * clock and its threads. A lease of another life of the node is known to none.
 */
public final class LeaseOffice {
    private static final Map<String, LeaseOffice> BY_NODE = new HashMap<>();
    private static final Duration OPENED_WITHIN = Duration.ofSeconds(10);
    /** A worker whose connection broke while it lives comes again within this, or half of its lease. */
    private static final long DOUBT_MILLIS_MAX = 3_000;

    private final String node;
    private final String life = UUID.randomUUID().toString().substring(0, 8);
    private final LeaseBook book;
    private final LeaseSettings settings;
    private final LongSupplier millis;
    private final Map<Long, Waiting> bodies = new HashMap<>();
    private final Map<Integer, Asking> asking = new LinkedHashMap<>();
    private final Map<Long, CompletableFuture<Standing>> staying = new HashMap<>();
    /** Leases of which no heartbeat was heard, and whose worker has left the connection open by which it got them. */
    private final Set<Long> unheard = new HashSet<>();

    private final List<Consumer<String>> counting = new CopyOnWriteArrayList<>();
    private final Askers askers = new Askers();
    private final int askingMax;
    private int users;
    private long lastWork;
    private int lastAsked;

    /** A body that waits for its value. */
    private record Waiting(
            TaskContext context, String queue, String inputs, long since, CompletableFuture<Verdict> verdict) {}

    /** A worker that waits for work. */
    private record Asking(
            String queue, String worker, String request, long millis, CompletableFuture<Optional<Handed>> answer) {
        boolean isRepeatedBy(Asking again) {
            return !request.isEmpty()
                    && request.equals(again.request)
                    && worker.equals(again.worker)
                    && queue.equals(again.queue);
        }
    }

    private LeaseOffice(String node, LeaseSettings settings, int askingMax, LongSupplier millis) {
        this.node = node;
        this.settings = settings;
        this.book = new LeaseBook(settings);
        this.askingMax = askingMax;
        this.millis = millis;
    }

    /** The office of a node, from now on. Nodes of one name in one JVM, such as several that run alone, share one. */
    public static LeaseOffice open(String node, LeaseSettings settings, int askingMax, LongSupplier millis) {
        synchronized (BY_NODE) {
            LeaseOffice office =
                    BY_NODE.computeIfAbsent(node, name -> new LeaseOffice(name, settings, askingMax, millis));
            office.users++;
            BY_NODE.notifyAll();
            return office;
        }
    }

    /** The same for a body, which may have been begun before its node has opened its door. */
    static LeaseOffice await(String node) throws InterruptedException {
        long end = System.nanoTime() + OPENED_WITHIN.toNanos();
        synchronized (BY_NODE) {
            for (long left = OPENED_WITHIN.toMillis();
                    left > 0 && !BY_NODE.containsKey(node);
                    left = (end - System.nanoTime()) / 1_000_000) {
                BY_NODE.wait(left);
            }
        }
        return of(node);
    }

    /** The office at which bodies on this node wait. */
    public static LeaseOffice of(String node) {
        LeaseOffice office;
        synchronized (BY_NODE) {
            office = BY_NODE.get(node);
        }
        if (office == null) {
            throw new IllegalStateException(
                    "node " + node + " answers no HTTP, or the task asks for a JVM of its own, so no"
                            + " worker can come for it; set sampo.http.enabled = on, and leave ownJvm() out");
        }
        return office;
    }

    /** Once for each that has opened it. In the end who asks is answered that there is nothing; bodies wait on, until they are interrupted. */
    public void close() {
        synchronized (BY_NODE) {
            if (--users > 0) {
                return;
            }
            BY_NODE.remove(node);
        }
        sendAway();
    }

    /**
     * Hears the queue of each lease that runs out, from now on.
     *
     * @return ends it
     */
    public Runnable count(Consumer<String> runOut) {
        counting.add(runOut);
        return () -> counting.remove(runOut);
    }

    private synchronized void sendAway() {
        asking.values().forEach(worker -> worker.answer().complete(Optional.empty()));
        asking.clear();
        staying.values().forEach(worker -> worker.complete(Standing.HELD));
        staying.clear();
    }

    /** Has a work done, and waits for it. */
    Object have(String queue, TaskContext context, String inputs) throws InterruptedException {
        var verdict = new CompletableFuture<Verdict>();
        long work = offer(new Waiting(context, queue, inputs, millis.getAsLong(), verdict));
        if (context instanceof RunningBody body) {
            body.awaits(() -> awaited(work));
        }
        try {
            return outcome(verdict.get());
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            withdraw(work);
        }
    }

    private static Object outcome(Verdict verdict) {
        if (verdict instanceof Verdict.Done done) {
            return done.value();
        }
        var failed = (Verdict.Failed) verdict;
        if (failed.retryAfter().isPresent()) {
            throw new RetryAfter(failed.retryAfter().get(), failed.message());
        }
        throw new RemoteFailure(failed.message());
    }

    private synchronized long offer(Waiting body) {
        long work = ++lastWork;
        bodies.put(work, body);
        if (!book.offer(work, body.queue())) {
            bodies.remove(work);
            throw new RemoteFailure("as many tasks wait for workers on node " + node
                    + " as may (sampo.http.remote.tasks-max); more workers would help");
        }
        match(millis.getAsLong());
        return work;
    }

    private synchronized void withdraw(long work) {
        if (bodies.remove(work) != null) {
            book.withdraw(work).ifPresent(lease -> tell(lease.fence(), Standing.WITHDRAWN));
        }
    }

    /**
     * The next work of a queue, as soon as there is one; nothing when there is none in time. Who asks again, because it has
     * not heard the answer, waits once.
     *
     * @param lease how long the worker may be silent
     * @param gone told how to take the question back, in case the worker is gone before it is answered
     */
    public synchronized CompletionStage<Optional<Handed>> lease(
            String queue, String worker, String request, Duration lease, Duration wait, Consumer<Runnable> gone) {
        long now = sweptAt();
        askers.heard(queue, worker, now);
        var asked = new Asking(queue, worker, request, lease.toMillis(), new CompletableFuture<>());
        asking.values()
                .removeIf(each -> each.isRepeatedBy(asked) && each.answer().complete(Optional.empty()));
        Optional<Handed> work = tryHand(asked, now);
        if (work.isPresent() || wait.isZero() || asking.size() >= askingMax) {
            return CompletableFuture.completedFuture(work);
        }
        int number = ++lastAsked;
        asking.put(number, asked);
        gone.accept(() -> leave(number));
        CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> leave(number));
        return asked.answer();
    }

    private synchronized void leave(int number) {
        Asking worker = asking.remove(number);
        if (worker != null) {
            askers.heard(worker.queue(), worker.worker(), millis.getAsLong());
            worker.answer().complete(Optional.empty());
        }
    }

    /** How a work stands, for those who want to know why it takes so long. */
    private synchronized Awaited awaited(long work) {
        long now = sweptAt();
        Waiting body = bodies.get(work);
        return body == null
                ? new Awaited("", 0, "")
                : new Plight(
                                node,
                                body.queue(),
                                now - body.since(),
                                book.view(work).orElseThrow(),
                                settings.deliveriesMax(),
                                askersOf(body.queue(), now),
                                askers.queues(now))
                        .told(now);
    }

    private int askersOf(String queue, long now) {
        hearThoseThatWait(now);
        return askers.of(queue, now);
    }

    /** They ask at this moment, though they have perhaps begun to long ago. */
    private void hearThoseThatWait(long now) {
        asking.values().forEach(worker -> askers.heard(worker.queue(), worker.worker(), now));
    }

    private Optional<Handed> tryHand(Asking worker, long now) {
        return book.take(worker.queue(), worker.worker(), worker.request(), worker.millis(), now)
                .map(this::handed);
    }

    private Handed handed(Lease lease) {
        Waiting body = bodies.get(lease.work());
        TaskContext context = body.context();
        context.progress(0, ""); // What another worker has said of it is true no more.
        return new Handed(
                life + "-" + lease.fence(),
                lease,
                context.jobId(),
                context.task(),
                context.attempt(),
                inOrder(context.fencingToken()),
                context.traceParent(),
                body.inputs());
    }

    /** As text of one length, which compares the same as text and as a number. A number in JSON has too few bits for it. */
    private static String inOrder(Fence fence) {
        return String.format(Locale.ROOT, "%019d", fence.packed());
    }

    /** Gives what waits to those who wait. */
    private void match(long now) {
        for (Iterator<Asking> workers = asking.values().iterator(); workers.hasNext(); ) {
            Asking worker = workers.next();
            Optional<Handed> work = tryHand(worker, now);
            if (work.isPresent()) {
                workers.remove();
                worker.answer().complete(work);
            }
        }
    }

    /** Takes back what has run out; to be called now and then, too, as nobody may ask. */
    public synchronized void sweep() {
        sweptAt();
    }

    /** Of one time, which is returned: what the book says at it still holds at the end of the caller. */
    private long sweptAt() {
        long now = millis.getAsLong();
        LeaseBook.RunOut runOut = book.expire(now);
        runOut.all().forEach(lease -> counting.forEach(each -> each.accept(lease.queue())));
        for (Lease lease : runOut.givenUp()) {
            Waiting body = bodies.remove(lease.work());
            body.verdict()
                    .complete(new Verdict.Failed(
                            settings.deliveriesMax() + " workers of the queue \"" + lease.queue()
                                    + "\" have let their lease run out, the last of them was " + lease.worker(),
                            Optional.empty()));
        }
        match(now);
        return now;
    }

    /** A sign of life. */
    public synchronized Standing heartbeat(String name) {
        unheard.remove(fence(name));
        return book.heartbeat(fence(name), sweptAt());
    }

    /**
     * How far a worker has come; nothing unless its lease is held.
     *
     * @param fraction from 0 to 1
     */
    public synchronized void progress(String name, double fraction, String note) {
        book.held(fence(name), millis.getAsLong())
                .ifPresent(lease -> bodies.get(lease.work()).context().progress(fraction, note));
    }

    /**
     * How a lease stands, as soon as its task is wanted no more or when the time is up. A worker that is gone before has
     * probably died: its lease soon ends, unless it is heard of again.
     *
     * @param gone told what to do in case the worker is gone before it is answered
     */
    public synchronized CompletionStage<Standing> stay(String name, Duration wait, Consumer<Runnable> gone) {
        long now = sweptAt();
        long fence = fence(name);
        tell(fence, Standing.HELD); // Who asks again waits once.
        Optional<Lease> lease = book.held(fence, now);
        if (lease.isEmpty() || wait.isZero() || staying.size() >= askingMax) {
            return CompletableFuture.completedFuture(book.standing(fence, now));
        }
        var told = new CompletableFuture<Standing>();
        staying.put(fence, told);
        gone.accept(() -> doubt(fence, told));
        long millis = Math.min(wait.toMillis(), lease.get().millis() / 2);
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> timeIsUp(fence, told));
        return told;
    }

    /**
     * A worker leaves the connection open by which it got a lease. Only until its first heartbeat that tells anything: later
     * the connection may end because nothing is said by it.
     *
     * @param gone told what to do when that connection has ended
     */
    public synchronized void watch(String name, Consumer<Runnable> gone) {
        long fence = fence(name);
        unheard.add(fence);
        gone.accept(() -> doubt(fence));
    }

    private synchronized void doubt(long fence) {
        if (unheard.remove(fence)) {
            doubt(fence, sweptAt());
        }
    }

    private void doubt(long fence, long now) {
        book.held(fence, now)
                .ifPresent(lease -> book.doubt(fence, Math.min(lease.millis() / 2, DOUBT_MILLIS_MAX), now));
    }

    private void tell(long fence, Standing standing) {
        CompletableFuture<Standing> worker = staying.remove(fence);
        if (worker != null) {
            worker.complete(standing);
        }
    }

    private synchronized void timeIsUp(long fence, CompletableFuture<Standing> worker) {
        if (staying.remove(fence, worker)) {
            worker.complete(book.standing(fence, sweptAt()));
        }
    }

    private synchronized void doubt(long fence, CompletableFuture<Standing> worker) {
        if (staying.remove(fence, worker)) {
            worker.complete(Standing.HELD);
            doubt(fence, sweptAt());
        }
    }

    /** A worker has ended its work; what is answered is how its lease stood before, and only of one that is held it counts. */
    public synchronized Standing settle(String name, Verdict verdict) {
        long now = sweptAt();
        long fence = fence(name);
        Optional<Lease> lease = book.held(fence, now);
        Standing standing = book.settle(fence, now);
        if (standing == Standing.HELD && lease.isPresent()) {
            tell(fence, Standing.SETTLED);
            bodies.remove(lease.get().work()).verdict().complete(verdict);
        }
        return standing;
    }

    /**
     * A queue.
     *
     * @param workers how many wait for work of it
     * @param asked how many milliseconds ago a worker has asked last; empty when none is known to have
     */
    public record Queue(QueueView view, int workers, Optional<Long> asked) {}

    public synchronized List<Queue> queues() {
        long now = sweptAt();
        hearThoseThatWait(now);
        var workers = new LinkedHashMap<String, Integer>();
        asking.values().forEach(worker -> workers.merge(worker.queue(), 1, Integer::sum));
        var queues = new ArrayList<Queue>();
        for (QueueView view : book.queues()) {
            Integer waiting = workers.remove(view.queue());
            queues.add(queue(view, waiting == null ? 0 : waiting, now));
        }
        workers.forEach((queue, waiting) -> queues.add(queue(new QueueView(queue, 0, 0), waiting, now)));
        return queues;
    }

    private Queue queue(QueueView view, int workers, long now) {
        return new Queue(view, workers, askers.lastOf(view.queue()).map(at -> now - at));
    }

    /** Of a name that is none of this life: one that no lease has. */
    private long fence(String name) {
        int dash = name.indexOf('-');
        try {
            return dash > 0 && name.substring(0, dash).equals(life) ? Long.parseLong(name.substring(dash + 1)) : -1;
        } catch (NumberFormatException none) {
            return -1;
        }
    }
}
