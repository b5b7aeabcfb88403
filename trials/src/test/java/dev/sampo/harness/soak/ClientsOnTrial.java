package dev.sampo.harness.soak;

import static dev.sampo.harness.soak.OnTrial.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.SampoException;
import dev.sampo.harness.Jvm;
import dev.sampo.harness.history.History;
import dev.sampo.job.JobStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What clients do all at once, and clients that die. */
interface ClientsOnTrial {
    @Test
    default void t08AKeyIsOneJobHoweverOftenAndWhereverItIsSubmitted() {
        for (int round = 0; round < rounds(1, 3); round++) {
            String prefix = "t08-" + round + "-";
            List<String> ids = IntStream.range(0, rounds(12, 40))
                    .mapToObj(key -> prefix + key)
                    .toList();
            var through = new ArrayList<CompletableFuture<Void>>();
            for (int node = 0; node < cluster.size(); node++) {
                int door = node;
                through.add(CompletableFuture.runAsync(() -> submitAll(door, ids)));
            }
            Probe mine = Probe.submit(trial, Graphs.random(ids.get(0), settings.histories()));
            faults.kill(random.nextInt(cluster.size())).end();
            ids.forEach(id -> cluster.until(
                    id + " is accepted", () -> mine.caller().submit(Graphs.random(id, settings.histories()))));
            through.forEach(CompletableFuture::join);
            var jobs = new ArrayList<String>();
            cluster.until("the jobs are listed", () -> {
                jobs.clear();
                cluster.client().jobSummaries().stream()
                        .map(summary -> summary.job().value())
                        .filter(id -> id.startsWith(prefix))
                        .forEach(jobs::add);
                return jobs.size() >= ids.size();
            });
            assertThat(jobs).containsExactlyInAnyOrderElementsOf(ids);
            assertOtherContentIsRefused(ids.get(0));
            awaitWhole();
        }
    }

    private static void submitAll(int node, List<String> ids) {
        String histories = settings.histories().toString();
        var missing = new TreeSet<>(ids);
        cluster.until("all is accepted through " + cluster.name(node), () -> {
            var some = new ArrayList<>(missing);
            Collections.shuffle(some, new Random(SEED + node));
            missing.removeAll(cluster.ask(node, sampo -> Submitting.here(sampo, histories, some)));
            return missing.isEmpty();
        });
    }

    private static void assertOtherContentIsRefused(String id) {
        RandomJob other = Graphs.chain(id, 2, 1, settings.histories());
        cluster.until("other content is refused", () -> {
            try {
                cluster.client().submit(other.dag(), id);
                throw new IllegalStateException("accepted with other content: " + id);
            } catch (SampoException.Rejected refused) {
                return refused.getMessage().contains(id);
            }
        });
    }

    @Test
    default void t28ACancelAtAnyMomentIsFinal() {
        int threads = 4;
        int each = rounds(10, 100);
        var cancelling = IntStream.range(0, threads)
                .mapToObj(number -> CompletableFuture.runAsync(() -> cancel("t28-" + number, each)))
                .toList();
        cancelling.forEach(CompletableFuture::join);
    }

    private static void cancel(String name, int count) {
        var caller = new Caller(name, Trial.CLIENT, cluster::client, trial.recorder());
        var moments = new Random(SEED + name.hashCode());
        for (int i = 0; i < count; i++) {
            RandomJob job = Graphs.random(name + "-" + i, settings.histories());
            caller.declare(job);
            caller.submit(job, () -> false);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(moments.nextInt(400)));
            Optional<JobStatus> told = caller.cancel(job);
            var end = new ArrayList<JobStatus>();
            cluster.until(job.id() + " ends", () -> {
                caller.end(job).ifPresent(end::add);
                return !end.isEmpty();
            });
            if (told.isPresent() && told.get() != JobStatus.SUCCEEDED) {
                assertThat(end)
                        .as("%s, which was told to be %s", job.id(), told.get())
                        .containsOnly(JobStatus.CANCELLED);
            }
        }
    }

    @Test
    default void t32OfAClientThatDiesWhileItSubmitsAJobIsThereOnceOrNotAtAll() throws IOException {
        for (int round = 0; round < rounds(1, 6); round++) {
            String prefix = "t32-" + round;
            var arguments = new ArrayList<>(List.of(settings.histories().toString(), prefix, "50"));
            IntStream.range(0, cluster.size()).mapToObj(cluster::address).forEach(arguments::add);
            Jvm client = JVMS.start(Submitting.Client.class, arguments.toArray(String[]::new));
            client.awaitLine(line -> line.startsWith("accepted"), LIMIT);
            client.kill();
            List<History.Exchange> calls = trial.history().exchanges().stream()
                    .filter(exchange -> exchange.made().p().startsWith(prefix + "-"))
                    .toList();
            List<String> open = calls.stream()
                    .filter(exchange -> exchange.over().isEmpty())
                    .map(exchange -> exchange.made().job())
                    .toList();
            assertThat(open).as("submits whose answer nobody heard").isNotEmpty();
            Probe mine = chain(prefix + "-mine", 1, 1);
            for (String id : open) {
                RandomJob job = Graphs.random(id, settings.histories());
                cluster.until(id + " is accepted again", () -> mine.caller().submit(job));
            }
            for (History.Exchange call : calls) {
                cluster.until(call.made().job() + " ends", () -> mine.caller()
                        .end(Graphs.random(call.made().job(), settings.histories()))
                        .isPresent());
            }
        }
    }
}
