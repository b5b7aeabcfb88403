package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What commands write, followed while they run. */
@Timeout(60)
class ListeningTest {
    @TempDir
    private static Path directory;

    private static final String STDOUT = "\"stdout\":\"([^\"]*)\"";

    private static final CountDownLatch MAY_END = new CountDownLatch(1);

    @RegisterExtension
    static final Served served = Served.duringTheClass(Map.of("sampo.commands.enabled", true));

    /** A command that waits where its script says so, until the file is there. */
    private static void submit(String id, String script, String more) {
        String json = "{\"name\": \"told\", \"id\": \"" + id
                + "\", \"tasks\": [{\"name\": \"t\", \"command\": [\"sh\", \"-c\", \""
                + script.replace("WAIT", "while [ ! -e " + gate(id) + " ]; do sleep 0.05; done") + "\"]" + more + "}]}";
        var answer = served.ask("POST", "/v1/jobs", json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static Path gate(String id) {
        return directory.resolve("gate-" + id);
    }

    private static void open(String id) throws IOException {
        Files.createFile(gate(id));
    }

    private static String live(String id) {
        return "/v1/jobs/" + id + "/tasks/t/output/live";
    }

    private static List<String> all(String body, String pattern) {
        return Pattern.compile(pattern)
                .matcher(body)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static CommandRun run(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--data", served.data.toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    @Test
    void whatARunningCommandWritesIsHeardAsItComesAndItsEndEndsIt() throws Exception {
        submit("heard", "echo one; echo two >&2; WAIT; echo three", "");
        var followed = new CommandRun[1];
        var follower = new Thread(() -> followed[0] = run("logs", "heard", "t", "--follow"));
        follower.start();
        awaitOutput("heard", "one");
        CommandRun soFar = run("logs", "heard", "t");
        assertThat(soFar.out()).isEqualTo("one\ntwo\n\n");
        assertThat(soFar.code()).isEqualTo(75);
        assertThat(follower.isAlive()).isTrue();
        open("heard");
        follower.join(20_000);
        assertThat(followed[0].out()).isEqualTo("one\nthree\n");
        assertThat(followed[0].err()).isEqualTo("two\n");
        assertThat(followed[0].code()).isZero();
    }

    private static void awaitOutput(String job, String text) throws InterruptedException {
        String body = "";
        while (!body.contains(text)) {
            body = served.get("/v1/jobs/" + job + "/tasks/t/output").body();
            Thread.onSpinWait();
        }
    }

    @Test
    void aReaderThatWasCutOffGoesOnWhereItWasAlsoWhenTheAttemptHasEnded() throws Exception {
        submit("resumed", "printf 'one.'; WAIT; printf 'two.'", "");
        awaitOutput("resumed", "one.");
        open("resumed");
        String whole = served.get(live("resumed")).body();
        assertThat(String.join("", all(whole, STDOUT))).isEqualTo("one.two.");
        for (String id : List.of("1-4-0", "1-4-0-" + served.sampo.node())) {
            String rest = resumed("resumed", id);
            assertThat(String.join("", all(rest, STDOUT))).isEqualTo("two.");
            assertThat(rest)
                    .contains("event: over", "\"state\":\"succeeded\"", "\"exit_code\":0")
                    .doesNotContain("\"left_out\":-1");
        }
        assertThat(resumed("resumed", "1")).contains("is no id of such an event");
    }

    private static String resumed(String job, String id) {
        return served.ask("GET", live(job), "", "Last-Event-ID: " + id).body();
    }

    /** Until it runs again it is nowhere: only the id tells which node knows the rest. */
    @Test
    void whoWasCutOffHearsTheRestOfAnAttemptThatFailed() throws Exception {
        submit("failed", "printf 'one.two.'; exit 3", ", \"retry\": {\"times\": 2, \"first\": \"50s\"}");
        while (!served.get("/v1/jobs/failed/tasks?state=retrying").body().contains("\"t\"")) {
            Thread.onSpinWait();
        }
        String rest = resumed("failed", "1-4-0-" + served.sampo.node());
        served.ask("POST", "/v1/jobs/failed/cancel", "{}");
        assertThat(all(rest, STDOUT)).containsExactly("two.");
        assertThat(rest).contains("event: over").doesNotContain("\"left_out\":-1");
    }

    @Test
    void whatNobodyHasAnyMoreIsNotPassedOverInSilence() throws Exception {
        submit("gone", "printf 'one.two.'", "");
        served.ask("GET", "/v1/jobs/gone?wait=10s", "");
        for (String id : List.of("7-4-0-" + served.sampo.node(), "7-4-0-no+such%0Anode")) {
            String rest = resumed("gone", id);
            assertThat(rest).contains("\"stdout\":\"one.two.\"", "\"left_out\":-1", "event: over");
        }
    }

    @Test
    void aTaskThatIsNoCommandIsToldToBeNone() throws Exception {
        var dag = Dag.named("mute");
        dag.task("t", () -> {
            MAY_END.await();
            return 1;
        });
        served.sampo.submit(dag, "mute");
        try {
            CommandRun followed = run("logs", "mute", "t", "--follow");
            assertThat(followed.err()).contains("is no command");
            assertThat(followed.code()).isEqualTo(1);
            assertThat(run("logs", "mute", "t").out()).contains("t is assigned and has said nothing");
        } finally {
            MAY_END.countDown();
        }
    }

    /** More than is kept: what is left out is said, and nobody waits for it. */
    @Test
    void whoListensToALotHearsTheEndOfItAndHowMuchIsMissing() throws Exception {
        submit("much", "echo at it >&2; WAIT; head -c 300000 /dev/zero | tr '\\\\0' x; printf END", "");
        String whole = followed("much", "at it");
        String heard = String.join("", all(whole, STDOUT));
        assertThat(heard).endsWith("END");
        long left = all(whole, "\"left_out\":(-?\\d+)").stream()
                .mapToLong(Long::parseLong)
                .sum();
        assertThat(left + heard.length()).isEqualTo(300_003L);
    }

    /** All that is heard of it; its gate is opened as soon as this is. */
    private static String followed(String id, String text) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://" + served.address + live(id)))
                .header("Authorization", "Bearer " + served.token)
                .build();
        var heard = new ArrayList<String>();
        try (var lines = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofLines())
                .body()) {
            for (var each = lines.iterator(); each.hasNext(); ) {
                heard.add(each.next());
                if (!Files.exists(gate(id)) && heard.get(heard.size() - 1).contains(text)) {
                    open(id);
                }
            }
        }
        return String.join("\n", heard);
    }

    @Test
    void anAttemptThatFailsEndsItAlsoWhenAnotherFollows() throws Exception {
        submit("again", "echo try $SAMPO_ATTEMPT; WAIT; exit 3", ", \"retry\": {\"times\": 2, \"first\": \"200ms\"}");
        awaitOutput("again", "try 1");
        String first = followed("again", "try 1");
        assertThat(first).contains("try 1").doesNotContain("try 2").contains("event: over");
        CommandRun ended = run("logs", "again", "t", "--follow");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void theEndOfALargeOutputIsThereWhenItsReaderIsDoneAndTheValueIsDropped() {
        String json = "{\"name\": \"read\", \"id\": \"read\", \"tasks\": [{\"name\": \"t\", \"output\": \"text\","
                + " \"command\": [\"sh\", \"-c\", \"yes line | head -4096; echo last; echo said >&2\"]},"
                + " {\"name\": \"reader\", \"inputs\": [\"t\"], \"command\": [\"wc\", \"-c\"], \"stdin\": \"${inputs.t}\"}]}";
        assertThat(served.ask("POST", "/v1/jobs", json).status()).isEqualTo(200);
        assertThat(served.ask("GET", "/v1/jobs/read?wait=20s", "").body()).contains("\"succeeded\"");
        Awaitility.await().until(() -> served.get("/v1/jobs/read/tasks/t/value").status() == 503);
        assertThat(served.get("/v1/jobs/read/tasks/t/output").body())
                .contains("\"exit_code\":0", "\"stdout\":\"[..]\\nline", "line\\nlast\\n\"", "\"stderr\":\"said\\n\"")
                .doesNotContain("cut");
        assertThat(run("logs", "read", "t").out()).contains("line\nlast\n", "said");
        assertThat(served.get(live("read")).body()).contains("line\\nlast\\n", "event: over");
    }

    @Test
    void ofATaskThatIsOverWhatIsKeptIsToldAndOfNoTaskThatThereIsNone() throws Exception {
        submit("over", "echo kept", "");
        served.ask("GET", "/v1/jobs/over?wait=10s", "");
        String told = served.get(live("over")).body();
        assertThat(told).contains("\"stdout\":\"kept\\n\"", "event: over");
        assertThat(run("logs", "over", "t", "--follow", "-o", "json")
                        .out()
                        .lines()
                        .toList())
                .hasSize(2);
        assertThat(served.get("/v1/jobs/over/tasks/u/output/live").body()).contains("NO_SUCH_TASK");
        assertThat(served.get("/v1/jobs/ower/tasks/t/output/live").body())
                .contains("NO_SUCH_JOB", "did you mean over?");
    }
}
