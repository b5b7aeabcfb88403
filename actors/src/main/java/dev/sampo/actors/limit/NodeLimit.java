package dev.sampo.actors.limit;

import dev.sampo.membership.NodeLoad;
import dev.sampo.resilience.limit.Allowances;
import dev.sampo.resilience.limit.Gate;
import dev.sampo.resilience.limit.KeyedLimiter;
import dev.sampo.resilience.limit.LimitRefused;
import dev.sampo.resilience.limit.LimitSettings;
import dev.sampo.resilience.limit.LimitSettings.Scope;
import dev.sampo.resilience.limit.RateLimit;
import dev.sampo.wire.FromLimiter;
import dev.sampo.wire.ToLimiter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * One limit on this node. Whoever asks decides, under a lock, by core's {@link Gate}; who has to wait is woken by an alarm
 * or by an answer of the limit's owner.
 */
public final class NodeLimit implements RateLimit {
    public static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);
    private static final String NO_KEY = "";
    private static final long NO_ALARM = Long.MIN_VALUE;
    /** What is due later than this is looked at now and then. */
    private static final long ALARM_MAX = Duration.ofHours(1).toNanos();

    private final LimitSettings settings;
    private final Executor executor;
    private final long start = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final Gate<CompletableFuture<Boolean>> gate;
    private final Map<String, CompletableFuture<Void>> alarms = new HashMap<>();
    private final Optional<Allowances> allowances;
    private volatile Consumer<Allowances.Request> owner = request -> {};
    private long admitted;
    private boolean closed;

    NodeLimit(LimitSettings settings, Executor executor) {
        this.settings = settings;
        this.executor = executor;
        boolean isShared = settings.scope() == Scope.CLUSTER;
        this.allowances = isShared ? Optional.of(new Allowances(settings)) : Optional.empty();
        this.gate = new Gate<>(settings, isShared ? allowances.get() : KeyedLimiter.rested(settings, 0));
    }

    LimitSettings settings() {
        return settings;
    }

    NodeLoad.LimitLoad load() {
        return locked(() -> new NodeLoad.LimitLoad(settings.name(), admitted, gate.waiting()));
    }

    void reachOwner(Consumer<ToLimiter.Ask> owners, ActorRef<FromLimiter> answers) {
        owner = request -> owners.accept(ToLimiter.Ask.of(settings.name(), settings.declared(), request, answers));
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public RateLimit of(String key) {
        return new Keyed(key);
    }

    @Override
    public void acquire(long permits) throws InterruptedException {
        of(NO_KEY).acquire(permits);
    }

    @Override
    public boolean tryAcquire(long permits, Duration within) throws InterruptedException {
        return of(NO_KEY).tryAcquire(permits, within);
    }

    @Override
    public String toString() {
        return "limit \"" + settings.name() + "\" (" + settings.declared() + ")";
    }

    /** The same limit for one of its keys. */
    private final class Keyed implements RateLimit {
        private final String key;

        Keyed(String key) {
            this.key = key;
        }

        @Override
        public String name() {
            return settings.name();
        }

        @Override
        public RateLimit of(String other) {
            return new Keyed(other);
        }

        @Override
        public void acquire(long permits) throws InterruptedException {
            await(ask(key, permits, FOR_EVER));
        }

        @Override
        public boolean tryAcquire(long permits, Duration within) throws InterruptedException {
            return await(ask(key, permits, within));
        }

        @Override
        public String toString() {
            return NodeLimit.this + (key.isEmpty() ? "" : " for \"" + key + "\"");
        }
    }

    private static boolean await(CompletableFuture<Boolean> asked) throws InterruptedException {
        try {
            return asked.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException known ? known : new IllegalStateException(failed);
        } finally {
            asked.cancel(false);
        }
    }

    /**
     * Completes with whether the permits were taken in time. Whoever cancels it waits no more.
     *
     * @throws LimitRefused when it never gives so many at once, or too many wait already
     */
    public CompletableFuture<Boolean> ask(String key, long permits, Duration within) {
        var asked = new CompletableFuture<Boolean>();
        boolean isPatient = !within.isZero() && !within.isNegative();
        step(key, now -> {
            requireOpen();
            return isPatient ? gate.join(key, permits, asked, now) : gate.tryNow(key, permits, asked, now);
        });
        if (!isPatient) {
            asked.complete(false);
        }
        if (asked.isDone()) {
            return asked;
        }
        if (within.compareTo(FOR_EVER) < 0) {
            asked.completeOnTimeout(false, within.toNanos(), TimeUnit.NANOSECONDS);
        }
        // Told only when it has left the line: else who is told and asks again would stand behind itself.
        var told = new CompletableFuture<Boolean>();
        asked.whenComplete((admitted, failure) -> {
            if (failure != null || !admitted) {
                step(key, now -> gate.leave(key, asked, now));
            }
            if (failure == null) {
                told.complete(admitted);
            } else {
                told.completeExceptionally(failure); // As it is: a dependent stage would wrap it.
            }
        });
        told.whenComplete((admitted, failure) -> asked.cancel(false));
        return told;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(closedMessage());
        }
    }

    private String closedMessage() {
        return "limit \"" + settings.name() + "\" is of a Sampo that was closed";
    }

    void answered(FromLimiter answer) {
        Allowances here = allowances.orElseThrow();
        long number = answer.number();
        if (answer instanceof FromLimiter.Given given) {
            lookAfter(now -> here.given(number, given.permits(), given.nanos(), now));
        } else if (answer instanceof FromLimiter.Later later) {
            lookAfter(now -> here.later(number, later.nanos(), now));
        } else if (answer instanceof FromLimiter.Refused refused) {
            refused(here, refused);
        }
    }

    private void lookAfter(LongFunction<Optional<String>> news) {
        Optional<String> key = locked(() -> news.apply(now()));
        key.ifPresent(known -> step(known, now -> gate.look(known, NO_ALARM, now)));
    }

    private void refused(Allowances here, FromLimiter.Refused refused) {
        List<CompletableFuture<Boolean>> waiting =
                locked(() -> here.refused(refused.number()).map(gate::dismiss).orElse(List.of()));
        var failure = new LimitRefused(settings.name(), refused.why());
        waiting.forEach(asked -> asked.completeExceptionally(failure));
    }

    /** Asks the gate, and does what it says. */
    private void step(String key, LongFunction<Gate.Turn<CompletableFuture<Boolean>>> move) {
        List<Allowances.Request> requests;
        Gate.Turn<CompletableFuture<Boolean>> turn;
        lock.lock();
        try {
            long now = now();
            turn = move.apply(now);
            admitted += turn.admitted().size();
            setAlarm(key, turn.alarm(), now);
            requests = allowances.map(Allowances::unsent).orElse(List.of());
        } finally {
            lock.unlock();
        }
        requests.forEach(owner);
        turn.admitted().forEach(asked -> asked.complete(true));
    }

    /** One alarm for each key with somebody in line: else whoever came and went would leave one behind. */
    private void setAlarm(String key, long at, long now) {
        CompletableFuture<Void> former = null;
        if (at < Long.MAX_VALUE) {
            var alarm = new CompletableFuture<Void>();
            former = alarms.put(key, alarm);
            alarm.completeOnTimeout(null, Math.min(ALARM_MAX, at - now), TimeUnit.NANOSECONDS)
                    .thenRunAsync(() -> step(key, later -> gate.look(key, at, later)), executor);
        } else if (!gate.hasLine(key)) {
            former = alarms.remove(key);
        }
        if (former != null) {
            former.cancel(false);
        }
    }

    private <T> T locked(Supplier<T> then) {
        lock.lock();
        try {
            return then.get();
        } finally {
            lock.unlock();
        }
    }

    private long now() {
        return System.nanoTime() - start;
    }

    void close() {
        List<CompletableFuture<Boolean>> waiting = locked(() -> {
            closed = true;
            alarms.values().forEach(alarm -> alarm.cancel(false));
            alarms.clear();
            return gate.dismissAll();
        });
        var failure = new IllegalStateException(closedMessage());
        waiting.forEach(asked -> asked.completeExceptionally(failure));
    }
}
