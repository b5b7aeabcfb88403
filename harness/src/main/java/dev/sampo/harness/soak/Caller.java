package dev.sampo.harness.soak;

import dev.sampo.Job;
import dev.sampo.Sampo;
import dev.sampo.SampoException;
import dev.sampo.harness.history.Entry.Ask;
import dev.sampo.harness.history.Entry.Call;
import dev.sampo.harness.history.Entry.Declared;
import dev.sampo.harness.history.Entry.Stage;
import dev.sampo.harness.history.Recorder;
import dev.sampo.job.JobStatus;
import dev.sampo.planning.JobSummary;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes calls one at a time; each is written down before it is made and when it is over. */
final class Caller {
    private static final long RETRY_MILLIS = 500;
    private static final long AWAIT_SECONDS = 15;

    private final String name;
    private final String via;
    private final Supplier<Sampo> sampo;
    private final Recorder recorder;
    private long ops;

    /** What a call came to. */
    interface Asking<T> {
        T ask(Sampo sampo) throws InterruptedException, ExecutionException, TimeoutException;
    }

    /** @param via the node it is connected to */
    Caller(String name, String via, Supplier<Sampo> sampo, Recorder recorder) {
        this.name = name;
        this.via = via;
        this.sampo = sampo;
        this.recorder = recorder;
    }

    String name() {
        return name;
    }

    /** Says what the job consists of. */
    void declare(RandomJob job) {
        recorder.record(new Declared(System.nanoTime(), name, job.id(), job.tasks()));
    }

    /** Whether it was accepted; if not, that may not be known. */
    boolean submit(RandomJob job) {
        return call(Ask.SUBMIT, job, null, cluster -> cluster.submit(job.dag(), job.id()), accepted -> null)
                .isPresent();
    }

    /** Submits until it is accepted. */
    boolean submit(RandomJob job, BooleanSupplier stopped) {
        while (!submit(job)) {
            if (stopped.getAsBoolean()) {
                return false;
            }
        }
        return true;
    }

    Optional<JobStatus> cancel(RandomJob job) {
        return call(
                Ask.CANCEL, job, null, cluster -> handle(cluster, job).cancel("drawn by the soak"), JobStatus::name);
    }

    Optional<JobSummary> status(RandomJob job) {
        return call(Ask.STATUS, job, null, cluster -> handle(cluster, job).status(), summary -> summary.status()
                .name());
    }

    /** Waits a while for the end of a job; asks for one of its values when it has one. */
    Optional<JobStatus> end(RandomJob job) {
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
        return end;
    }

    static Job handle(Sampo sampo, RandomJob job) {
        return sampo.job(job.id(), job.dag());
    }

    /** @return empty when it was refused, or nobody knows what came of it; then some time has passed */
    <T> Optional<T> call(Ask ask, RandomJob job, String task, Asking<T> asking, Function<T, String> res) {
        String key = ask == Ask.SUBMIT ? job.id() : null;
        var made = new Call(System.nanoTime(), name, ++ops, Stage.INVOKE, ask, key, job.id(), task, via, null);
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
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
        return Optional.empty();
    }

    private static boolean isUnknown(SampoException failure) {
        return failure instanceof SampoException.Indeterminate
                || failure instanceof SampoException.TimedOut
                || failure instanceof SampoException.NodeUnreachable;
    }

    private void over(Call made, Stage how, String res) {
        recorder.record(made.over(System.nanoTime(), how, made.job(), res));
    }
}
