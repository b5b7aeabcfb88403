package dev.sampo.harness.soak;

import dev.sampo.Sampo;
import dev.sampo.harness.history.Recorder;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One who submits, asks, waits and cancels, one call at a time. What it does is drawn from its seed; each call is written
 * down before it is made and when it is over. A submit is made again, under the same id, until somebody has answered it.
 */
final class SoakClient {
    private static final int OPEN_MAX = 6;
    private static final int CANCELS_IN_HUNDRED = 12;
    private static final int MILLIS_MAX = 400;

    private final Caller caller;
    private final SoakSettings settings;
    private final Supplier<Sampo> sampo;
    private final Random random;
    private final Queue<RandomJob> open = new ArrayDeque<>();
    private final Queue<RandomJob> submitted = new ArrayDeque<>();
    private int jobs;

    SoakClient(int number, SoakSettings settings, Supplier<Sampo> sampo, Recorder recorder) {
        this.caller = new Caller("client-" + number, Trial.CLIENT, sampo, recorder);
        this.settings = settings;
        this.sampo = sampo;
        this.random = new Random(settings.seed() * 1_000 + number);
    }

    /** Goes on until it is told to stop. */
    void work(BooleanSupplier stopped) {
        while (!stopped.getAsBoolean()) {
            RandomJob job = RandomJob.draw(
                    "soak-" + settings.seed() + "-" + caller.name() + "-" + jobs++, random, settings.histories());
            caller.declare(job);
            submitted.add(job);
            if (!caller.submit(job, stopped)) {
                return;
            }
            open.add(job);
            if (random.nextInt(100) < CANCELS_IN_HUNDRED) {
                pause(random.nextInt(MILLIS_MAX));
                caller.cancel(job);
            }
            for (int looks = random.nextInt(3); looks > 0; looks--) {
                caller.status(job);
            }
            pause(random.nextInt(MILLIS_MAX));
            while (open.size() > OPEN_MAX && !stopped.getAsBoolean()) {
                if (caller.end(open.peek()).isPresent()) {
                    open.remove();
                }
            }
        }
    }

    /** Waits for all that was accepted, or until the time is over. */
    void settle(long until) {
        while (!open.isEmpty() && System.nanoTime() < until) {
            if (caller.end(open.peek()).isPresent()) {
                open.remove();
            }
        }
    }

    /** Reads what the journal says of every job that may have been accepted. */
    void readFacts(JobFacts facts) {
        for (RandomJob job : submitted) {
            caller.status(job).ifPresent(summary -> facts.record(Caller.handle(sampo.get(), job), summary));
        }
    }

    Queue<RandomJob> submitted() {
        return submitted;
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
