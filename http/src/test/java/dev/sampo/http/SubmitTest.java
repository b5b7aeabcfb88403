package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sampo.file.Format;
import dev.sampo.file.JobFile;
import dev.sampo.http.Served.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that come over HTTP and from files, on a node of this JVM. */
@Timeout(60)
class SubmitTest {
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private static Path directory;

    @RegisterExtension
    static final Served served = Served.duringTheClass(Map.of("sampo.commands.enabled", true));

    private static String job(String id, String more) {
        return "{\"name\": \"over-http\", \"id\": \"" + id
                + "\", \"tasks\": [{\"name\": \"t\", \"command\": [\"echo\", \"x\"]" + more + "}]}";
    }

    private static Answer post(String body) {
        return served.ask("POST", "/v1/jobs", body);
    }

    private static CommandRun run(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--data", served.data.toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void aJobIsSubmittedOnceHoweverOftenItIsSent() throws IOException {
        Answer first = post(job("once", ""));
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(new ObjectMapper().readTree(first.body()).get("job").asText())
                .isEqualTo("once");
        assertThat(post(job("once", "")).status()).isEqualTo(200);
        assertThat(post(job("once", "").replace("{\"name\": \"over", "{\"priority\": 3, \"name\": \"over"))
                        .status())
                .isEqualTo(200);
        Answer other = post(job("once", ", \"keep\": true"));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.body()).contains("CONTENT_DIFFERS", "once");
        assertThat(served.get("/v1/jobs/once?wait=10s").body()).contains("\"status\":\"succeeded\"");
        assertThat(served.get("/v1/jobs?name=once").body()).contains("\"total\":1");
        assertThat(served.get("/v1/jobs/once/tasks/t/output").body())
                .contains("\"exit_code\":0", "\"stdout\":\"x\\n\"");
    }

    /** S-14, S-15, S-16, S-17. */
    @Test
    void whatIsWrongIsToldByLineAndColumn() {
        var bodies = Map.of(
                "",
                "the job has no",
                "[".repeat(10_000),
                "32",
                "{\"name\": \"a\", \"name\": \"b\"}",
                "line 1, column 15",
                job("a", ", \"inputs\": [\"t\"]"),
                "t",
                job("a", ", \"after\": [\"missing\"]"),
                "missing",
                job("a", ", \"needs\": {\"cpus\": -1}"),
                "cpus",
                job("../a", ""),
                "no job id",
                "{\"name\": \"a\\u0000\\n\\u001b[31m\", \"tasks\": [{\"name\": \"<img>\", \"value\": 1}]}",
                "name",
                "{\"name\": \"a\", \"tasks\": [{\"@class\": \"java.util.ArrayList\"}]}",
                "@class",
                "{\"name\": \"a\", \"tasks\": [",
                "line 1");
        bodies.forEach((body, hint) -> {
            Answer answer = post(body);
            assertThat(answer.status())
                    .as(body.substring(0, Math.min(60, body.length())))
                    .isEqualTo(400);
            assertThat(answer.body())
                    .contains("\"code\":\"BAD_JOB\"", hint)
                    .doesNotContain("Exception", "jackson", "dev.sampo");
            assertThat(answer.body().chars().noneMatch(each -> each < ' ')).isTrue();
        });
        assertThat(post(job("large", ", \"needs\": {\"cpus\": 999}")).status()).isEqualTo(422);
        Answer huge = served.raw("POST /v1/jobs HTTP/1.1\r\nHost: " + served.address + "\r\nAuthorization: Bearer "
                + served.token + "\r\nContent-Type: application/json\r\nContent-Length: 9000000\r\n\r\n");
        assertThat(huge.status()).isEqualTo(413);
        assertThat(huge.body()).contains("sampo.http.job-max");
        assertThat(served.get("/v1/jobs?name=over-http&status=failed").status()).isEqualTo(200);
    }

    @Test
    void manyTasksAreTakenAtOnce() {
        var tasks = new ArrayList<String>();
        for (int i = 0; i < 10_000; i++) {
            tasks.add("{\"name\": \"t" + i + "\", \"value\": " + i + "}");
        }
        Answer answer = post("{\"name\": \"many\", \"id\": \"many\", \"tasks\": [" + String.join(",", tasks) + "]}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"tasks\":10000");
    }

    @Test
    void runShowsWhatTheLastCommandsWroteAndEndsWithZero() throws IOException {
        Path hello = file("hello.yaml", "name: hello\ntasks:\n  - name: greet\n    command: [echo, hello]\n");
        CommandRun run = run("run", hello.toString());
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("hello\n");
        assertThat(run.err()).contains("job hello-", "succeeded", "1 of 1 task done");
        CommandRun detached = run("run", hello.toString(), "--detach", "--id", "hello-1");
        assertThat(detached.out()).isEqualTo("hello-1\n");
        assertThat(run("wait", "hello-1", "-q").code()).isZero();
        assertThat(run("logs", "hello-1", "greet").out()).isEqualTo("hello\n\n");
        assertThat(run("run", hello.toString(), "--id", "hello-1", "-o", "json")
                        .json()
                        .get("status")
                        .asText())
                .isEqualTo("succeeded");
        CommandRun quiet = run("run", hello.toString(), "-q");
        assertThat(quiet.out() + quiet.err()).isEmpty();
    }

    @Test
    void runOfAJobThatFailsEndsWithOneAndTellsTheLastWords() throws IOException {
        Path bad = file("bad.yaml", """
                name: bad
                tasks:
                  - {name: t, command: [sh, -c, 'echo doing it; echo no luck >&2; exit 4']}
                  - {name: after, command: [echo], after: [t]}
                """);
        CommandRun run = run("run", bad.toString(), "--id", "bad-1");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("t failed: sh ended with exit code 4", "  | doing it", "  | no luck");
        assertThat(run("logs", "bad-1", "t").out()).contains("doing it\nno luck\n", "exit code 4");
        assertThat(run("logs", "bad-1", "tt").err()).contains("did you mean t?");
    }

    @Test
    void aFileThatIsWrongIsNotSubmitted() throws IOException {
        Path wrong = file("wrong.yaml", "name: wrong\ntasks:\n  - name: t\n    command: echo\n");
        for (String[] how : List.of(new String[] {}, new String[] {"--check"}, new String[] {"--local"})) {
            var args = new ArrayList<>(List.of("run", wrong.toString()));
            args.addAll(List.of(how));
            CommandRun run = run(args.toArray(String[]::new));
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).startsWith("sampo: " + wrong + ":4:14: ").contains("[echo]");
        }
        Path circle = file(
                "circle.yaml", "name: wrong\n\ntasks:\n  - {name: a, value: 1}\n  - {name: t, body: b, after: [t]}\n");
        for (String how : List.of("--quiet", "--check", "--local")) {
            CommandRun run = run("run", circle.toString(), how);
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).startsWith("sampo: " + circle + ":5:5: t ").contains("cycle");
        }
        assertThat(served.get("/v1/jobs?name=wrong").body()).contains("\"total\":0");
        assertThat(run("run", directory.toString()).err())
                .isEqualTo("sampo: " + directory + " is a directory; name the file in it that the job is written in\n");
        CommandRun neither = run("run", "nosuch");
        assertThat(neither.code()).isEqualTo(2);
        assertThat(neither.err()).contains("there is neither a file nor a sample \"nosuch\"; samples are: ");
        assertThat(run("run", directory.resolve("missing.yaml").toString()).code())
                .isEqualTo(74);
        Path good = file("good.json", "{\"name\": \"good\", \"tasks\": [{\"name\": \"t\", \"value\": 1}]}");
        assertThat(run("run", good.toString(), "--check").out()).isEqualTo(good + " is good: good, 1 task\n");
    }

    @Test
    void withoutANodeTheJobRunsInThisProcess() throws IOException {
        Path hello = file("here.yaml", "name: here\ntasks:\n  - name: greet\n    command: [echo, here]\n");
        CommandRun run = CommandRun.of("run", hello.toString(), "--local");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("here\n");
    }

    /** The manual's jobs run, and the schema takes them. */
    @Test
    void theJobsOfTheManualAreRun() throws IOException {
        var found = new ArrayList<String>();
        YAML.matcher(Files.readString(Path.of("..", "docs", "run.md")))
                .results()
                .forEach(each -> found.add(each.group(1)));
        try (var files = Files.list(Path.of("..", "sample-dag", "src", "main", "files"))) {
            for (Path each : files.toList()) {
                found.add(Files.readString(each));
            }
        }
        assertThat(found).hasSizeGreaterThan(4);
        for (int i = 0; i < found.size(); i++) {
            Path file = file("manual-" + i + ".yaml", found.get(i));
            CommandRun run = run("run", file.toString());
            assertThat(run.code())
                    .as("%s: %s%s", found.get(i), run.out(), run.err())
                    .isZero();
            byte[] json = JobFile.read("", found.get(i).getBytes(StandardCharsets.UTF_8), Format.YAML)
                    .json();
            assertThat(JobFile.read("", json, Format.JSON).json()).isEqualTo(json);
        }
    }

    @Test
    void aJobThatCannotBeDoneInTimeIsSaidToBeLateAsItIsSubmitted() throws IOException {
        var inAnHour = Instant.now().plus(Duration.ofHours(1));
        String text = "{name: late, deadline: \"" + inAnHour
                + "\", tasks: [{name: t, command: [sleep, '60'], expected: %s}]}";

        CommandRun late = run("run", file("late.yaml", text.formatted("2h")).toString(), "--detach", "--id", "late");
        assertThat(late.err())
                .contains("job late will be late: it is wanted by " + inAnHour + ", and will be done not before ");
        CommandRun good = run("run", file("good.yaml", text.formatted("2s")).toString(), "--detach", "--id", "good");
        assertThat(good.code()).as(good.err()).isZero();
        assertThat(good.err()).doesNotContain("late:");

        String body = post("{\"name\": \"late\", \"id\": \"late-over-http\", \"deadline\": \"" + inAnHour
                        + "\", \"tasks\": ["
                        + "{\"name\": \"t\", \"command\": [\"sleep\", \"60\"], \"expected\": \"2h\"}]}")
                .body();
        assertThat(body).contains("\"late\":\"it is wanted by " + inAnHour + ", and will be done not before ");
        assertThat(served.get("/v1/jobs/late-over-http").body()).doesNotContain("\"late\":");

        assertThat(run("cancel", "late").code()).isZero();
        assertThat(run("cancel", "good").code()).isZero();
        assertThat(run("cancel", "late-over-http").code()).isZero();
    }
}
