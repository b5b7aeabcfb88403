package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What commands write, followed while they run. */
@Timeout(60)
class ListeningTest {
    @TempDir
    private static Path directory;

    private static Served served;

    @BeforeAll
    static void serve() {
        served = new Served(directory.resolve("node"), Map.of("sampo.commands.enabled", true));
    }

    @AfterAll
    static void close() {
        served.close();
    }

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
    void aReaderThatWasCutOffGoesOnWhereItWas() throws Exception {
        submit("resumed", "printf 'one.'; WAIT; printf 'two.'", "");
        awaitOutput("resumed", "one.");
        open("resumed");
        String whole = served.get(live("resumed")).body();
        assertThat(String.join("", all(whole, "\"stdout\":\"([^\"]*)\""))).isEqualTo("one.two.");
        String rest =
                served.ask("GET", live("resumed"), "", "Last-Event-ID: 1-4-0").body();
        assertThat(String.join("", all(rest, "\"stdout\":\"([^\"]*)\""))).isEqualTo("two.");
        assertThat(rest).contains("event: over", "\"state\":\"succeeded\"", "\"exit_code\":0");
        assertThat(served.ask("GET", live("resumed"), "", "Last-Event-ID: 1").body())
                .contains("is no id of such an event");
    }

    /** More than is kept: what is left out is said, and nobody waits for it. */
    @Test
    void whoListensToALotHearsTheEndOfItAndHowMuchIsMissing() throws Exception {
        submit("much", "WAIT; head -c 300000 /dev/zero | tr '\\\\0' x; printf END", "");
        open("much");
        String whole = served.get(live("much")).body();
        long left = all(whole, "\"left_out\":(\\d+)").stream()
                .mapToLong(Long::parseLong)
                .sum();
        String heard = String.join("", all(whole, "\"stdout\":\"([^\"]*)\""));
        assertThat(heard).endsWith("END");
        assertThat(left + heard.length()).isIn(300_003L, 4_101L);
    }

    @Test
    void anAttemptThatFailsEndsItAlsoWhenAnotherFollows() throws Exception {
        submit("again", "echo try $SAMPO_ATTEMPT; WAIT; exit 3", ", \"retry\": {\"times\": 2, \"first\": \"200ms\"}");
        awaitOutput("again", "try 1");
        var first = new String[1];
        var follower = new Thread(() -> first[0] = served.get(live("again")).body());
        follower.start();
        open("again");
        follower.join(20_000);
        assertThat(first[0]).contains("try 1").doesNotContain("try 2").contains("event: over");
        CommandRun ended = run("logs", "again", "t", "--follow");
        assertThat(ended.code()).isEqualTo(1);
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
