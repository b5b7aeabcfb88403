package dev.sampo.harness.soak;

import dev.sampo.Job;
import dev.sampo.Sampo;
import dev.sampo.SampoException;
import dev.sampo.harness.history.Entry;
import dev.sampo.harness.history.Entry.Ask;
import dev.sampo.harness.history.Entry.Call;
import dev.sampo.harness.history.Entry.Declared;
import dev.sampo.harness.history.Entry.Stage;
import dev.sampo.harness.history.Recorder;
import dev.sampo.job.JobStatus;
import dev.sampo.planning.JobSummary;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One who submits, asks, waits and cancels, one call at a time. What it does is drawn from its seed; each call is written
 * down before it is made and when it is over. A submit is made again, under the same id, until somebody has answered it.
 */
final class SoakClient {
    private static final int OPEN_MAX = 6;
    private static final long AWAIT_SECONDS = 15;
    private static final int CANCELS_IN_HUNDRED = 12;
    private static final int MILLIS_MAX = 400;
    private static final long RETRY_MILLIS = 500;

    private final String name;
    private final SoakSettings settings;
    private final Supplier<Sampo> sampo;
    private final Recorder recorder;
    private final Random random;
    private final Queue<RandomJob> open = new ArrayDeque<>();
    private final Queue<RandomJob> submitted = new ArrayDeque<>();
    private long ops;
    private int jobs;

    SoakClient(int number, SoakSettings settings, Supplier<Sampo> sampo, Recorder recorder) {
        this.name = "client-" + number;
        this.settings = settings;
        this.sampo = sampo;
        this.recorder = recorder;
        this.random = new Random(settings.seed() * 1_000 + number);
    }

    /** What a call came to. */
    private interface Asking<T> {
        T ask(Sampo sampo) throws InterruptedException, ExecutionException, TimeoutException;
    }

    /** Goes on until it is told to stop. */
    void work(BooleanSupplier stopped) {
        while (!stopped.getAsBoolean()) {
            RandomJob job =
                    RandomJob.draw("soak-" + settings.seed() + "-" + name + "-" + jobs++, random, settings.histories());
            recorder.record(new Declared(System.nanoTime(), name, job.id(), job.tasks()));
            submitted.add(job);
            if (!submit(job, stopped)) {
                return;
            }
            open.add(job);
            if (random.nextInt(100) < CANCELS_IN_HUNDRED) {
                pause(random.nextInt(MILLIS_MAX));
                call(
                        Ask.CANCEL,
                        job,
                        null,
                        cluster -> handle(cluster, job).cancel("drawn by the soak"),
                        JobStatus::name);
            }
            for (int looks = random.nextInt(3); looks > 0; looks--) {
                status(job);
            }
            pause(random.nextInt(MILLIS_MAX));
            while (open.size() > OPEN_MAX && !stopped.getAsBoolean()) {
                if (isOver(open.peek())) {
                    open.remove();
                }
            }
        }
    }

    private boolean submit(RandomJob job, BooleanSupplier stopped) {
        while (call(Ask.SUBMIT, job, null, cluster -> cluster.submit(job.dag(), job.id()), accepted -> null)
                .isEmpty()) {
            if (stopped.getAsBoolean()) {
                return false;
            }
        }
        return true;
    }

    private void status(RandomJob job) {
        call(Ask.STATUS, job, null, cluster -> handle(cluster, job).status(), summary -> summary.status()
                .name());
    }

    private static Job handle(Sampo sampo, RandomJob job) {
        return sampo.job(job.id(), job.dag());
    }

    /** Waits a while for the end of a job; asks for one of its values when it has one. */
    private boolean isOver(RandomJob job) {
        Optional<JobStatus> end = call(
                Ask.AWAIT,
                job,
                null,
                cluster -> handle(cluster, job).ended().toCompletableFuture().get(AWAIT_SECONDS, TimeUnit.SECONDS),
                JobStatus::name);
        if (end.isPresent() && end.get() == JobStatus.SUCCEEDED) {
            var wanted = job.handles().get(job.handles().size() - 1);
            call(
                    Ask.RESULT,
                    job,
                    wanted.name(),
                    cluster -> handle(cluster, job)
                            .result(wanted)
                            .toCompletableFuture()
                            .get(AWAIT_SECONDS, TimeUnit.SECONDS),
                    value -> Long.toString(value[0]));
        }
        return end.isPresent();
    }

    /** Waits for all that was accepted, or until the time is over. */
    void settle(long until) {
        while (!open.isEmpty() && System.nanoTime() < until) {
            if (isOver(open.peek())) {
                open.remove();
            }
        }
    }

    /** Reads what the journal says of every job that may have been accepted. */
    void readFacts(JobFacts facts) {
        for (RandomJob job : submitted) {
            Optional<JobSummary> found =
                    call(Ask.STATUS, job, null, cluster -> handle(cluster, job).status(), summary -> summary.status()
                            .name());
            found.ifPresent(summary -> facts.record(handle(sampo.get(), job), summary));
        }
    }

    Queue<RandomJob> submitted() {
        return submitted;
    }

    private <T> Optional<T> call(Ask ask, RandomJob job, String task, Asking<T> asking, Function<T, String> res) {
        String key = ask == Ask.SUBMIT ? job.id() : null;
        var made = new Call(System.nanoTime(), name, ++ops, Stage.INVOKE, ask, key, job.id(), task, Soak.CLIENT, null);
        recorder.record(made);
        try {
            T answer = asking.ask(sampo.get());
            over(made, Stage.OK, res.apply(answer));
            return Optional.of(answer);
        } catch (SampoException.NotFound none) {
            over(made, ask == Ask.STATUS ? Stage.OK : Stage.FAIL, "NOT_FOUND");
        } catch (SampoException known) {
            over(made, isUnknown(known) ? Stage.INFO : Stage.FAIL, known.getMessage());
        } catch (ExecutionException failed) {
            over(made, Stage.INFO, String.valueOf(failed.getCause()));
        } catch (TimeoutException | RuntimeException unknown) {
            over(made, Stage.INFO, String.valueOf(unknown));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            over(made, Stage.INFO, "interrupted");
        }
        pause(RETRY_MILLIS);
        return Optional.empty();
    }

    private static boolean isUnknown(SampoException failure) {
        return failure instanceof SampoException.Indeterminate
                || failure instanceof SampoException.TimedOut
                || failure instanceof SampoException.NodeUnreachable;
    }

    private void over(Call made, Stage how, String res) {
        Entry over = made.over(System.nanoTime(), how, made.job(), res);
        recorder.record(over);
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
