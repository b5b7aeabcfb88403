package dev.sampo.http;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.Job;
import dev.sampo.dag.Dag;
import dev.sampo.resource.Resources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask a node, against one of this JVM. */
@Timeout(60)
class CommandsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static CountDownLatch hasBegun;
    private static CountDownLatch mayEnd;

    @TempDir
    private static Path directory;

    @RegisterExtension
    static final Served served = Served.duringTheClass();

    private static String node;

    @BeforeAll
    static void serve() {
        node = served.sampo.node();
    }

    /** What a test that failed has left must not be in the way of others. */
    @AfterEach
    void end() {
        if (mayEnd != null) {
            mayEnd.countDown();
        }
    }

    @Test
    void commandsAreListedInTheOrderOfTheirUse() {
        String one = CommandRun.of().err();
        assertThat(one).contains("One of: node, run, submit, jobs, job, explain, logs, events, wait, cancel, ");
        assertThat(one).containsPattern("completion, version(, help)?\\R");
    }

    @Test
    void eachCommandIsSummedUpInAWholeSentence() {
        String commands =
                CommandRun.of("--help").out().split("Commands:\\R", 2)[1].split("\\R\\R", 2)[0];

        assertThat(commands.replaceAll("\\R {4,}", " ").lines())
                .hasSizeGreaterThan(20)
                .allSatisfy(each -> assertThat(each).endsWith("."));
    }

    private static CommandRun run(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--data", served.data.toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static CommandRun ok(String... args) {
        CommandRun run = run(args);
        assertThat(run.code())
                .as("%s: %s%s", List.of(args), run.out(), run.err())
                .isZero();
        return run;
    }

    private static CommandRun no(int code, String... args) {
        CommandRun run = run(args);
        assertThat(run.code())
                .as("%s: %s%s", List.of(args), run.out(), run.err())
                .isEqualTo(code);
        assertThat(run.err()).hasLineCount(1).startsWith("sampo: ").doesNotContain("Exception");
        return run;
    }

    /** A task runs, a second waits for it, one is done, and one that is ready waits for more cpus than are free. */
    private static Job held(String id) {
        hasBegun = new CountDownLatch(1);
        mayEnd = new CountDownLatch(1);
        var dag = Dag.named("held");
        var first = dag.task("first", () -> {
            hasBegun.countDown();
            mayEnd.await();
            return 1;
        });
        dag.task("second", first, one -> one + 1);
        var begun = dag.task("begun", () -> {
            hasBegun.await();
            return 1;
        });
        dag.task("both-cpus", begun, one -> 2).needs(cpus(2));
        Job job = served.sampo.submit(dag, id);
        job.await(begun, LIMIT);
        return job;
    }

    @Test
    void nodesShowsWhatThereIs() throws IOException {
        CommandRun text = ok("nodes");
        assertThat(text.out()).startsWith("NODE").contains(node, "healthy", "active", "cpus=2", "worker");
        var json = ok("nodes", "--output", "json").json().get("nodes").get(0);
        assertThat(json.get("node").asText()).isEqualTo(node);
        assertThat(json.get("capacity").get("cpus").asInt()).isEqualTo(2);
        assertThat(json.get("free").get("memory").asLong()).isEqualTo(1L << 30);
        assertThat(json.get("held").asInt()).isZero();
        assertThat(json.get("use").get("heap_max").asLong()).isPositive();
        assertThat(json.get("answered_micros").asLong()).isPositive();
        assertThat(ok("nodes", "--quiet").out()).isEmpty();
        assertThat(ok("nodes", "--status", "offline").out()).contains("No node matches");
        assertThat(ok("nodes", "--after", node).out()).contains("No node matches");
        assertThat(no(2, "nodes", "--status", "ill").err()).contains("there are healthy, degraded, offline");
        assertThat(ok("network", "links", node).out()).contains("reaches 0 of 0");
        assertThat(no(1, "network", "links", "nobody").err()).contains("no node is called \"nobody\"");
        assertThat(ok("network", "list").out()).contains(node);
        assertThat(ok("network", "list", "--after", node).out()).contains("No node matches");
        assertThat(ok("network", "status").out())
                .startsWith("nodes: 1 healthy, ")
                .contains("partition 0: ", "heaps: ", "values: ");
        assertThat(ok("network", "touch", node).out()).contains(node + " is there");
    }

    @Test
    void explainSaysWhyATaskWaitsAndWhyItsJobDoes() throws Exception {
        Job job = held("explained");
        assertThat(ok("explain", "explained", "second").out()).contains("second waits for 1 of its inputs: first");
        assertThat(ok("explain", "explained", "first").out()).contains("first is on " + node);
        assertThat(ok("explain", "explained", "both-cpus").out()).contains("both-cpus", node, "no");
        var why = ok("explain", "explained", "-o", "json").json();
        assertThat(why.get("because").asText()).isEqualTo("ready");
        assertThat(why.get("tasks").get(0).get("task").asText()).isEqualTo("both-cpus");
        assertThat(why.get("job").get("status").asText()).isEqualTo("running");

        assertThat(served.get("/v1/jobs/explained/explanation?tasks=off").body())
                .contains("\"tasks\":[]", "\"outlook\":");
        assertThat(served.get("/v1/jobs/explained/explanation?tasks=on").status())
                .isEqualTo(400);

        assertThat(no(1, "explain", "explaned").err()).contains("explained?");
        assertThat(no(1, "explain", "explained", "secnd").err())
                .contains("has no task \"secnd\"; did you mean second?");
        assertThat(no(2, "explain", "no id!").err()).contains("is no job id");

        mayEnd.countDown();
        job.await(LIMIT);
        assertThat(ok("explain", "explained", "second").out()).contains("second is done");
        assertThat(ok("explain", "explained").out()).contains("succeeded");
    }

    @Test
    void jobsAreListedPagedAndFiltered() throws Exception {
        var dag = Dag.named("listed");
        dag.task("one", () -> 1);
        for (int i = 0; i < 5; i++) {
            served.sampo.submit(dag, "listed-" + i).await(LIMIT);
        }
        assertThat(ok("jobs", "--name", "listed").out()).contains("listed-0", "listed-4", "succeeded", "1/1");
        assertThat(ok("jobs", "--name", "listed", "--status", "failed").out()).contains("No job matches");
        assertThat(ok("jobs", "--name", "listed", "--limit", "2").out()).contains("3 more");
        var first = served.get("/v1/jobs?name=listed&limit=3");
        assertThat(first.body()).contains("\"total\":5", "\"next\":\"listed-2\"");
        assertThat(served.get("/v1/jobs?name=listed&limit=3&after=listed-2").body())
                .contains("listed-1", "listed-0")
                .doesNotContain("listed-2", "next");
        assertThat(no(2, "jobs", "--status", "sleeping").err())
                .contains("status=sleeping is not known; there are running");
        assertThat(served.get("/v1/jobs?limit=0").body()).contains("limit=0 is no number from 1 to 1000");
        assertThat(served.get("/v1/jobs?colour=red").body()).contains("UNKNOWN_PARAMETER", "only status, name");
    }

    @Test
    void aJobIsPausedResumedWaitedForAndItsTasksShown() throws Exception {
        Job job = held("steered");
        assertThat(ok("pause", "steered").out()).contains("job steered is paused");
        assertThat(ok("job", "steered").out()).contains("steered (held): paused", "1 of 4 tasks done");
        assertThat(ok("job", "steered", "--tasks").out()).contains("first", "assigned", node, "blocked");
        assertThat(ok("job", "steered", "--state", "blocked").out())
                .contains("second")
                .doesNotContain("first");
        assertThat(run("wait", "steered", "--for", "1ms").code()).isEqualTo(75);
        assertThat(ok("resume", "steered").out()).contains("job steered is running");
        mayEnd.countDown();
        assertThat(ok("wait", "steered", "--for", "30s").out()).contains("succeeded", "4 of 4");
        job.await(LIMIT);
        for (String verb : List.of("pause", "resume")) {
            assertThat(no(1, verb, "steered").err())
                    .contains("job steered has ended: it is succeeded, so it cannot be " + verb);
        }
        assertThat(ok("cancel", "steered").out()).contains("job steered had ended already: it is succeeded");
        var events = ok("events", "steered", "--follow");
        assertThat(events.out()).contains("accepted", "paused", "resumed", "succeeded", "second on " + node, "ended");
        assertThat(ok("events", "steered", "--from", "3", "-o", "json")
                        .out()
                        .lines()
                        .findFirst()
                        .orElseThrow())
                .contains("\"number\":3");
    }

    @Test
    void aJobIsWatchedUntilItsEnd() throws Exception {
        Job job = held("watched");
        String[][] commands = {
            {"job", "watched", "--watch"},
            {"job", "watched", "--watch", "-o", "json"},
            {"job", "watched", "--tasks", "--watch"}
        };
        var watched = new CommandRun[commands.length];
        var shown = new ByteArrayOutputStream[commands.length];
        var watchers = new Thread[commands.length];
        for (int i = 0; i < commands.length; i++) {
            int which = i;
            shown[i] = new ByteArrayOutputStream();
            String[] all = with(new String[] {"--data", served.data.toString()}, commands[i]);
            watchers[i] = new Thread(() -> watched[which] = CommandRun.of(shown[which], all));
            watchers[i].start();
        }
        while (shown[1].size() == 0 || shown[2].size() == 0) {
            Thread.onSpinWait();
        }
        mayEnd.countDown();
        job.await(LIMIT);
        for (Thread watcher : watchers) {
            watcher.join(LIMIT.toMillis());
        }
        assertThat(watched[0].out()).contains("watched (held): succeeded", "4 of 4 tasks done");
        assertThat(watched[0].code()).isZero();
        assertThat(watched[1].out()).contains("\"status\":\"running\"", "\"status\":\"succeeded\"");
        assertThat(watched[2].out()).contains("assigned", "both-cpus", "succeeded");
        assertThat(watched[1].code() + watched[2].code()).isZero();
    }

    @Test
    void whoWatchesAJobThatFailsIsToldSoByTheExitCode() {
        var dag = Dag.named("fails");
        dag.task("t", () -> {
            throw new IllegalStateException("it must");
        });
        served.sampo.submit(dag, "fails");
        for (String[] how : new String[][] {{}, {"-o", "json"}, {"--tasks"}}) {
            assertThat(run(with(how, "job", "fails", "--watch")).code()).isEqualTo(1);
        }
        assertThat(run("job", "fails").code()).isZero();
    }

    @Test
    void aJobIsCancelledAndRunAgain() throws Exception {
        held("again");
        assertThat(ok("cancel", "again", "--reason", "because").out()).contains("job again is cancelling");
        mayEnd.countDown();
        assertThat(run("wait", "again").code()).isEqualTo(1);
        assertThat(ok("job", "again").out()).contains("cancelled: because");
        hasBegun = new CountDownLatch(1);
        assertThat(ok("rerun", "again", "first", "--name", "b").out()).contains("job again~b is");
        assertThat(ok("rerun", "again", "first", "--name", "b").out()).contains("job again~b is");
        assertThat(ok("wait", "again~b").out()).contains("4 of 4");
        CommandRun refused = run("rerun", "again", "nothing");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("nothing is to run again, but is no task of \"held\"");
    }

    @Test
    void eventsOfWhatHasHappenedEndAndThoseToComeAreFollowed() throws Exception {
        held("told");
        assertThat(ok("events", "told").out()).hasLineCount(2).contains("accepted", "begun on " + node);
        var followed = new CommandRun[1];
        var follower = new Thread(() -> followed[0] = run("events", "told", "--follow"));
        follower.start();
        mayEnd.countDown();
        follower.join(LIMIT.toMillis());
        assertThat(followed[0].out()).contains("accepted", "ended");
        var resumed = served.ask("GET", "/v1/jobs/told/events", "", "Last-Event-ID: 2");
        assertThat(resumed.body()).contains("id: 3\n").doesNotContain("id: 2\n");
    }

    @Test
    void aNodeIsChangedWhileItRuns() throws IOException {
        try (var other = new Served(directory.resolve("changed"))) {
            String name = other.sampo.node();
            String[] data = {"--data", other.data.toString()};
            var changed = CommandRun.of(with(
                    data,
                    "change",
                    name,
                    "--cpus",
                    "+2",
                    "--memory",
                    "3GiB",
                    "--resource",
                    "licence=1",
                    "--label",
                    "disk=nvme",
                    "--add-item",
                    "key=A"));
            assertThat(changed.err()).isEmpty();
            assertThat(changed.out()).contains("cpus=4", "memory=3GiB", "licence=1", "disk=nvme");
            assertThat(other.sampo.capacity())
                    .isEqualTo(Resources.cpus(4).memory("3GiB").and("key", 1).and("licence", 1));
            var less = CommandRun.of(with(data, "change", name, "--cpus", "-3", "--unlabel", "disk"));
            assertThat(less.out()).contains("cpus=1").doesNotContain("nvme");
            var refused = CommandRun.of(with(data, "change", name, "--cpus", "-3", "--label", "a=b"));
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err()).contains("stays as it is");
            assertThat(CommandRun.of(with(data, "network", "register", name, "--cpus", "6"))
                            .out())
                    .contains("cpus=6");
            assertThat(CommandRun.of(with(data, "network", "set-status", name, "cordoned"))
                            .out())
                    .contains("cordoned");
            assertThat(CommandRun.of(with(data, "nodes")).out()).contains("cordoned");
            assertThat(CommandRun.of(with(data, "network", "set-status", name, "offline"))
                            .err())
                    .contains("measured");
            assertThat(CommandRun.of(with(data, "network", "set-status", name, "active"))
                            .out())
                    .contains("active");
            assertThat(CommandRun.of(with(data, "drain", name, "--running", "1s"))
                            .code())
                    .isZero();
            assertThat(CommandRun.of(with(data, "network", "unregister", name)).err())
                    .contains("it runs alone");
        }
    }

    @Test
    void breakersAreForcedByHandAndReset() throws IOException {
        assertThat(ok("breaker", node, "open", "--dag", "download", "--kind", "page", "--why", "its disk")
                        .out())
                .contains(node, "download", "page", "open", "its disk");
        assertThat(ok("breakers", "-o", "json").json().findValuesAsText("forced"))
                .containsExactly("open");
        assertThat(ok("breaker", node, "none", "--dag", "download", "--kind", "page")
                        .out())
                .doesNotContain("its disk");
        assertThat(no(2, "breaker", node, "ajar").err()).contains("give open, closed or none");
        assertThat(no(2, "breaker", node, "open", "--dag", "x").err()).contains("both dag and kind");
        assertThat(no(1, "breaker", "nobody", "open").err()).contains("no node is called \"nobody\"");
    }

    private static String[] with(String[] last, String... first) {
        var all = new ArrayList<>(List.of(first));
        all.addAll(List.of(last));
        return all.toArray(String[]::new);
    }

    @Test
    void whatIsNotThereIsNamedWithTheRemedy() throws IOException {
        assertThat(no(1, "change", "nod", "--cpus", "1").err()).contains("no node is called \"nod\"");
        assertThat(no(2, "change", node).err()).contains("nothing to change is said");
        assertThat(no(2, "change", node, "--cpus", "many").err()).contains("cpus=many is no number");
        Path nobody = Files.createDirectories(directory.resolve("nobody"));
        CommandRun none = CommandRun.of("nodes", "--data", nobody.toString());
        assertThat(none.code()).isEqualTo(69);
        assertThat(none.err()).contains("./sampo node --data");
        Files.writeString(nobody.resolve("http"), "127.0.0.1:1\n" + served.data.resolve(Token.FILE) + "\n");
        assertThat(CommandRun.of("nodes", "--data", nobody.toString()).err())
                .contains("no node answers at 127.0.0.1:1");
        CommandRun wrong = CommandRun.of("nodes", "--node", "nonsense");
        assertThat(wrong.code()).isEqualTo(2);
        Path token = nobody.resolve("wrong-token");
        Token.write(token, "x".repeat(43));
        CommandRun refused = CommandRun.of("nodes", "--node", served.address, "--token-file", token.toString());
        assertThat(refused.err()).contains("does not take the token in " + token);
        assertThat(refused.code()).isEqualTo(69);
    }
}
