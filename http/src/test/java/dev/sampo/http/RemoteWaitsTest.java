package dev.sampo.http;

import static dev.sampo.http.OtherLanguagesTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sampo.Job;
import dev.sampo.dag.Body;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A job that does not go on because no worker comes for its tasks says so, wherever one looks. */
@Timeout(60)
class RemoteWaitsTest {
    @RegisterExtension
    static final Served served = Served.duringTheClass(Map.of("sampo.node.cpus", 12));

    private record Remote(Job job, Handle<Object> work) {
        String why() {
            return job.explain(work).summary();
        }
    }

    private static Remote submit(String queue) {
        var dag = Dag.named("remote");
        Handle<Object> work = dag.task("work", Body.<Object>remote(queue), dag.value("input", 1));
        return new Remote(served.sampo.submit(dag, "of-" + queue), work);
    }

    private static JsonNode lease(String queue, String more) {
        return json(served.ask("POST", "/v1/remote/" + queue + "/lease", "{\"worker\":\"w1\"" + more + "}"));
    }

    private static String out(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--data", served.data.toString()));
        CommandRun run = CommandRun.of(all.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return run.out().replaceAll("\\s+", " ");
    }

    private static String await(Supplier<String> told, String part) {
        String now = told.get();
        while (!now.contains(part)) {
            now = told.get();
        }
        return now;
    }

    @Test
    void aTaskThatNoWorkerComesForSaysSoWhereverOneLooks() {
        Remote remote = submit("nobody");
        String why = await(remote::why, "waits for a worker of the queue nobody: none has asked");

        assertThat(why)
                .contains("; there it has run for ")
                .contains("none has asked " + served.sampo.node() + " for work of it in the last minute")
                .contains("; start one, as docs/remote.md says, or cancel the job");
        assertThat(json(served.get("/v1/jobs/of-nobody/tasks/work/explanation"))
                        .get("summary")
                        .asText())
                .contains("waits for a worker of the queue nobody");
        String waits =
                "1 task waits for a worker of the queue nobody, and none has asked there in the last minute, since ";
        await(() -> served.get("/v1/jobs/of-nobody").body(), waits);
        await(() -> served.get("/v1/jobs?name=of-nobody").body(), waits);
        assertThat(out("job", "of-nobody")).contains(waits);
        assertThat(out("jobs", "--name", "of-nobody")).contains(waits.substring(0, 30));
        assertThat(out("explain", "of-nobody")).contains(waits, "none has asked", "start one");

        lease("nobodi", "");
        assertThat(remote.why()).contains("in the last minute, but workers have asked for work of ", "nobodi");
        remote.job().cancel("seen");
        remote.job().ended().toCompletableFuture().join();
        assertThat(json(served.get("/v1/jobs/of-nobody")).has("awaits")).isFalse();
    }

    @Test
    void aTaskOnLeaseSaysWhoHasItUntilWhenAndHowOftenALeaseRanOut() {
        Remote remote = submit("busy");
        await(remote::why, "waits for a worker");
        assertThat(lease("busy", ",\"wait_for\":\"15s\",\"lease\":\"100ms\"").has("lease"))
                .isTrue();
        assertThat(await(remote::why, "after 1 lease of it has run out, of 3 at most"))
                .contains("waits for a worker of the queue busy")
                .contains("1 worker has asked " + served.sampo.node() + " for work of it in the last minute")
                .contains("0 tasks are before this one")
                .doesNotContain("start one");
        assertThat(served.get("/v1/jobs/of-busy").body()).doesNotContain("none has asked");

        JsonNode work = lease("busy", ",\"lease\":\"5m\"");
        assertThat(remote.why())
                .contains("is with the worker w1 of the queue busy, which loses it in ")
                .contains("unless it is heard of again, after 1 lease of it has run out, of 3 at most");
        String path = "/v1/remote/leases/" + work.get("lease").asText();
        json(served.ask("POST", path + "/heartbeat", "{\"progress\":0.42,\"note\":\"reading\"}"));
        assertThat(remote.why()).contains(", and says that it is 42 % done: reading");

        json(served.ask("POST", path + "/complete", "{\"value\":1}"));
        assertThat(remote.job().await(remote.work())).isEqualTo(1L);
        assertThat(remote.why()).startsWith("is done");
    }

    /** A worker that does one task for long asks for no other meanwhile. */
    @Test
    void aQueueWhoseWorkersAreAllBusyIsNotCalledDeserted() {
        Remote first = submit("full");
        await(first::why, "waits for a worker");
        JsonNode work = lease("full", ",\"wait_for\":\"15s\",\"lease\":\"5m\"");
        var dag = Dag.named("second");
        Handle<Object> second = dag.task("work", Body.<Object>remote("full"), dag.value("input", 1));
        Job job = served.sampo.submit(dag, "second-of-full");

        assertThat(await(() -> job.explain(second).summary(), "waits for a worker of the queue full: "))
                .contains("1 task is with workers, and 0 tasks are before this one; more workers would help");
        json(served.ask("POST", "/v1/remote/leases/" + work.get("lease").asText() + "/complete", "{\"value\":1}"));
        assertThat(first.job().await(first.work())).isEqualTo(1L);
        job.cancel("seen");
    }
}
