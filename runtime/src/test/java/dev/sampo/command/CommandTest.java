package dev.sampo.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.ConfigFactory;
import dev.sampo.JobById;
import dev.sampo.Sampo;
import dev.sampo.SampoException;
import dev.sampo.file.Format;
import dev.sampo.file.JobFile;
import dev.sampo.job.JobStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands as tasks of a node of this JVM. */
@Timeout(60)
class CommandTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static Sampo sampo;

    @BeforeAll
    static void start() {
        sampo = with(Map.of());
    }

    @AfterAll
    static void close() {
        sampo.close();
    }

    private static Sampo with(Map<String, Object> settings) {
        return Sampo.local(ConfigFactory.parseMap(settings)
                .withFallback(ConfigFactory.parseMap(Map.of(
                        "sampo.commands.enabled",
                        true,
                        "sampo.commands.directory",
                        directory.resolve("desks").toString(),
                        "sampo.commands.grace",
                        "500ms",
                        "sampo.node.cpus",
                        4)))
                .withFallback(ConfigFactory.load()));
    }

    private static JobById submit(Sampo to, String tasks) {
        var file =
                JobFile.read("", ("name: c\ntasks:\n" + tasks.indent(2)).getBytes(StandardCharsets.UTF_8), Format.YAML);
        return to.submitAsync(file.dag(), file.options()).toCompletableFuture().join();
    }

    private static Map<?, ?> run(String tasks, String wanted) {
        JobById job = submit(sampo, tasks);
        assertThat(ended(job))
                .as(job.explain().toCompletableFuture().join().text())
                .hasValue(JobStatus.SUCCEEDED);
        return (Map<?, ?>) value(job, wanted);
    }

    private static Optional<JobStatus> ended(JobById job) {
        return job.ended(LIMIT).toCompletableFuture().join();
    }

    private static Object value(JobById job, String task) {
        return job.task(task)
                .thenCompose(found -> job.value(task, LIMIT))
                .thenCompose(found -> found.orElseThrow().value())
                .toCompletableFuture()
                .join();
    }

    private static Written failed(JobById job, String task) {
        return Written.of(failure(job, task));
    }

    private static SampoException.TaskFailed failure(JobById job, String task) {
        try {
            throw new AssertionError("it has not failed: " + value(job, task));
        } catch (CompletionException failure) {
            return (SampoException.TaskFailed) failure.getCause();
        }
    }

    /** S-23: no shell reads them. */
    @Test
    void argumentsArriveAsTheyAre() {
        var made = run("""
                - name: t
                  command: [printf, '%s|', "a b", "$(id)", ";id", "`id`", "${HOME}", "*", "-n", "x\\n"]
                """, "t");
        assertThat(made.get("stdout")).isEqualTo("a b|$(id)|;id|`id`|${HOME}|*|-n|x\n|");
        assertThat(made.get("exit_code")).isEqualTo(0);
        assertThat(made.containsKey("value")).isFalse();
    }

    @Test
    void oneTaskGetsWhatAnotherWroteAndAnEachItsElements() {
        var made = run("""
                - {name: names, command: [printf, '%s\\n', one, two], output: lines}
                - {name: shout, each: names, inputs: [more], command: [tr, a-z, A-Z], stdin: "${each}${inputs.more}"}
                - {name: more, command: [echo, "!"]}
                - {name: objects, command: [echo, '[{"n": 1, "s": "x"}, {"n": 2, "s": "y"}]'], output: json}
                - {name: field, each: objects, command: [echo, "${each.s}${each.n}"], output: text}
                - {name: all, inputs: [shout, field], command: [sh, -c, 'cat "$SAMPO_INPUTS/shout" "$SAMPO_INPUTS/field"']}
                """, "all");
        assertThat(made.get("stdout")).isEqualTo("[\"ONE!\",\"TWO!\"][\"x1\",\"y2\"]");
    }

    @Test
    void filesComeAndGo() {
        var made = run("""
                - name: writes
                  each: [1, 2]
                  files: {"in/${each}.txt": "no ${each}"}
                  command: [sh, -c, 'cat in/*.txt > out.txt; pwd']
                  collect: [out.txt]
                - name: reads
                  inputs: [one]
                  command: [sh, -c, 'cat "$SAMPO_INPUTS/one.files/out.txt"; ls "$SAMPO_INPUTS"']
                - {name: one, command: [cp, a, out.txt], files: {a: b}, collect: [out.txt]}
                """, "reads");
        assertThat(made.get("stdout")).isEqualTo("b" + "one\none.files\n");
        assertThat(desks()).isEmpty();
    }

    @Test
    void anInputWhoseFilesClimbOutOfTheirDirectoryIsRefused() {
        var command = new CommandBody(
                List.of("true"),
                "",
                List.of(),
                "",
                Exits.USUAL,
                Output.TEXT,
                List.of("in"),
                false,
                List.of(),
                List.of());
        var input = Map.of("exit_code", 0, "stdout", "", "files", Map.of("../../../climbed", new byte[] {1}));
        Path desks = directory.resolve("climbers");

        assertThatThrownBy(() -> Desk.open(desks, command, Given.of(command, List.of(input))))
                .hasMessageContaining("\"../../../climbed\" is outside");
        assertThat(directory.resolve("climbed")).doesNotExist();
        assertThat(desks).isEmptyDirectory();
    }

    @Test
    void filesAreNotWrittenIntoADirectoryThatStays() {
        var file = List.of(new Binding(".profile", ""));
        assertThatThrownBy(() -> new CommandBody(
                        List.of("true"),
                        "/home",
                        List.of(),
                        "",
                        Exits.USUAL,
                        Output.NONE,
                        List.of(),
                        false,
                        file,
                        List.of()))
                .hasMessageContaining("new directory only");
        assertThatThrownBy(() -> submit(sampo, "- {name: t, command: [\"true\"], dir: /home, files: {.profile: \"\"}}"))
                .hasMessageContaining("cannot be together with \"dir\"");
    }

    private static List<Path> desks() {
        Path desks = directory.resolve("desks");
        try (Stream<Path> all = Files.exists(desks) ? Files.list(desks) : Stream.empty()) {
            return all.toList();
        } catch (IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }

    /** S-25. */
    @Test
    void theEnvironmentIsWhatTheNodeLetsThroughAndNothingElse() {
        var made = run("""
                - {name: t, command: [env], env: {MINE: "1"}}
                """, "t");
        var names = made.get("stdout")
                .toString()
                .lines()
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();
        assertThat(names)
                .contains(
                        "PATH",
                        "MINE",
                        "SAMPO_JOB",
                        "SAMPO_TASK",
                        "SAMPO_ATTEMPT",
                        "SAMPO_NODE",
                        "SAMPO_INPUTS",
                        "TRACEPARENT",
                        "TMPDIR")
                .isSubsetOf(
                        "PATH",
                        "HOME",
                        "USER",
                        "LANG",
                        "LC_ALL",
                        "TZ",
                        "MINE",
                        "SAMPO_JOB",
                        "SAMPO_TASK",
                        "SAMPO_ATTEMPT",
                        "SAMPO_NODE",
                        "SAMPO_INPUTS",
                        "TRACEPARENT",
                        "TMPDIR",
                        "PWD",
                        "OLDPWD",
                        "SHLVL",
                        "_");
    }

    @Test
    void anExitCodeThatIsNoSuccessFailsTheTaskWithItsLastWords() {
        JobById job = submit(sampo, """
                - {name: t, command: [sh, -c, 'echo out; for i in 1 2 3; do echo "err $i" >&2; done; exit 3']}
                """);
        assertThat(ended(job)).hasValue(JobStatus.FAILED);
        Written written = failed(job, "t");
        assertThat(written.error()).isEqualTo("sh ended with exit code 3: err 3");
        assertThat(written.stdout()).isEqualTo("out\n");
        assertThat(written.stderr()).isEqualTo("err 1\nerr 2\nerr 3");
        assertThat(Written.told(failure(job, "t")))
                .startsWith("task \"t\" of job ")
                .endsWith("CommandFailed: sh ended with exit code 3: err 3\nout\nerr 1\nerr 2\nerr 3");
        assertThat(run("- {name: t, command: [sh, -c, 'exit 3'], exit_codes: [0, 3]}", "t")
                        .get("exit_code"))
                .isEqualTo(3);
    }

    @Test
    void anExitCodeMaySayThatNoFurtherTryHelps() {
        JobById job = submit(sampo, """
                - {name: t, command: [sh, -c, 'echo $SAMPO_ATTEMPT; exit 64'], final_exit_codes: 64, retry: {times: 3, first: 1ms}}
                """);
        assertThat(ended(job)).hasValue(JobStatus.FAILED);
        Written written = failed(job, "t");
        assertThat(written.stdout()).isEqualTo("1\n");
        assertThat(written.error()).isEqualTo("sh ended with exit code 64: 1");
    }

    @Test
    void anExitCodeMeansOneThing() {
        assertThatThrownBy(() -> submit(sampo, "- {name: t, command: [a], exit_codes: [0, 2], final_exit_codes: 2}"))
                .hasMessageContaining("names the exit code 2 in \"final_exit_codes\"");
        assertThatThrownBy(() -> submit(sampo, "- {name: t, command: [a], final_exit_codes: 2, retry_after: {2: 1s}}"))
                .hasMessageContaining("names the exit code 2 in \"retry_after\"");
    }

    @Test
    void anExitCodeMaySayWhenToTryAgain() {
        long began = System.nanoTime();
        var made = run("""
                - name: t
                  command: [sh, -c, 'echo $SAMPO_ATTEMPT; test $SAMPO_ATTEMPT = 2 || exit 75']
                  retry_after: {75: 700ms, 76: 1h}
                  retry: {times: 2, first: 1ms}
                """, "t");
        assertThat(made.get("stdout")).isEqualTo("2\n");
        assertThat(System.nanoTime() - began).isGreaterThan(700_000_000);
        JobById job = submit(sampo, """
                - {name: t, command: [sh, -c, 'echo last; exit 75'], retry_after: {75: 1ms}, retry: {times: 1, first: 1ms}}
                """);
        assertThat(ended(job)).hasValue(JobStatus.FAILED);
        assertThat(failed(job, "t").error()).isEqualTo("sh ended with exit code 75: last");
        assertThat(failed(job, "t").stdout()).isEqualTo("last\n");
    }

    @Test
    void aCommandWaitsForItsLimitAndSaysWhichThereAre() {
        try (Sampo limited = with(Map.of("sampo.limits.api.rate", "1 per hour", "sampo.limits.api.burst", 2))) {
            JobById two = submit(limited, """
                    - {name: t, each: [a, b], command: [echo, "${each}"], limit: {name: api, key: "${each}", permits: 2}}
                    """);
            assertThat(ended(two)).hasValue(JobStatus.SUCCEEDED);
            JobById third = submit(limited, """
                    - {name: t, command: [echo], limit: {name: api, key: a}, timeout: 300ms}
                    """);
            assertThat(ended(third)).hasValue(JobStatus.FAILED);
            assertThat(failure(third, "t").getMessage()).contains("timeout");
            assertThatThrownBy(() -> submit(limited, "- {name: t, command: [echo], limit: apy}"))
                    .hasStackTraceContaining("the limit \"apy\", which no node declares; there are api");
        }
    }

    @Test
    void aFailedCommandIsTriedAgainAndKnowsIt() {
        var made = run("""
                - {name: t, command: [sh, -c, 'echo $SAMPO_ATTEMPT; test $SAMPO_ATTEMPT = 2'], retry: {times: 2, first: 1ms}}
                """, "t");
        assertThat(made.get("stdout")).isEqualTo("2\n");
    }

    @Test
    void whatIsMissingIsNamed() {
        JobById job = submit(sampo, "- {name: t, command: [no-such-program-here]}");
        assertThat(ended(job)).hasValue(JobStatus.FAILED);
        assertThat(failed(job, "t").error()).contains("there is no program no-such-program-here on node");
        JobById other = submit(sampo, "- {name: t, command: [pwd], dir: /no/such/directory}");
        assertThat(ended(other)).hasValue(JobStatus.FAILED);
        assertThat(failed(other, "t").error()).contains("there is no directory /no/such/directory");
    }

    @Test
    void onlyTheEndOfWhatItWritesIsKeptAndAValueThatIsTooLongIsRefused() {
        var made = run("- {name: t, command: [sh, -c, 'yes 123456789 | head -n 100000; echo end']}", "t");
        assertThat(made.get("stdout").toString())
                .hasSizeLessThan(5_000)
                .startsWith("[..]\n123456789\n")
                .endsWith("\nend\n");
        JobById job = submit(sampo, "- {name: t, command: [sh, -c, 'yes | head -c 2000000'], output: text}");
        assertThat(ended(job)).hasValue(JobStatus.FAILED);
        assertThat(failed(job, "t").error()).contains("2000000 bytes", "sampo.commands.value-max");
    }

    @Test
    void nothingOfWhatItWritesNeedBeKept() {
        try (Sampo silent = with(Map.of("sampo.commands.log-max", 0))) {
            JobById job = submit(silent, "- {name: t, command: [echo, word], output: text}");
            assertThat(ended(job)).hasValue(JobStatus.SUCCEEDED);
            assertThat((Map<?, ?>) value(job, "t"))
                    .isEqualTo(Map.of("exit_code", 0, "value", "word", "stdout", "", "stderr", ""));
        }
    }

    @Test
    void aMapOfTheUsersOwnIsNotTakenForWhatACommandMade() {
        var own = List.of(
                Map.of("exit_code", 0L, "stdout", ""),
                Map.of("exit_code", 0, "stdout", 7),
                Map.of("exit_code", 0, "stdout", "", "files", Map.of("a", "text")),
                Map.of("exit_code", 0, "stdout", "", "files", 7));
        assertThat(own).allMatch(map -> Written.of(map).isEmpty() && Made.value(map) == map);
        assertThat(Written.of(Made.of(0, null, "", "", Map.of("a", new byte[0]))))
                .isPresent();
    }

    @Test
    void whatIsNoJsonOrNoListFailsItsTask() {
        JobById job = submit(sampo, "- {name: t, command: [echo, '{'], output: json}");
        assertThat(ended(job)).hasValue(JobStatus.FAILED);
        assertThat(failed(job, "t").error()).contains("JSON", "line 2");
        JobById many = submit(sampo, "- {name: t, command: [printf, '{}\\n{}\\n'], output: json}");
        assertThat(ended(many)).hasValue(JobStatus.FAILED);
        assertThat(failed(many, "t").error()).contains("one JSON value", "line 2, column 1", "output: lines");
        JobById each = submit(sampo, """
                - {name: t, command: [echo, '7'], output: json}
                - {name: e, each: t, command: [echo]}
                """);
        assertThat(ended(each)).hasValue(JobStatus.FAILED);
        assertThat(failed(each, "e.elements").error()).contains("\"t\"", "output: lines");
    }

    /** Children that ignore the request, and their children, end as well. */
    @Test
    void aTimeoutEndsAllThatWasStarted() throws Exception {
        SupervisorTest.assumeGroups();
        Path pids = directory.resolve("pids-timeout");
        JobById job = submit(sampo, """
                - {name: t, command: [sh, -c, 'trap "" TERM; sleep 300 & echo $! > %1$s; echo $$ >> %1$s; echo begun; echo stuck >&2; wait; sleep 300'], timeout: 1s}
                """.formatted(pids));
        assertThat(ended(job)).hasValue(JobStatus.FAILED);
        SupervisorTest.assertGone(pids);
        Written written = failed(job, "t");
        assertThat(written.error()).contains("longer than its timeout of PT1S");
        assertThat(written.stdout() + written.stderr()).isEqualTo("begun\nstuck");
    }

    @Test
    void aCancelEndsAllThatWasStarted() throws Exception {
        SupervisorTest.assumeGroups();
        Path pids = directory.resolve("pids-cancel");
        JobById job = submit(sampo, """
                - {name: t, command: [sh, -c, 'sleep 300 & echo $! > %1$s.new; echo $$ >> %1$s.new; mv %1$s.new %1$s; wait']}
                """.formatted(pids));
        SupervisorTest.awaitFile(pids);
        job.cancel("enough").toCompletableFuture().join();
        assertThat(ended(job)).hasValue(JobStatus.CANCELLED);
        SupervisorTest.assertGone(pids);
        assertThat(desks()).isEmpty();
    }

    /** Or Ctrl-C would end them, and nobody would look after the commands any more. */
    @Test
    void whoLooksAfterACommandIsNotInTheGroupOfTheNode() {
        SupervisorTest.assumeGroups();
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "there is no /proc to look at groups in");
        var made = run("- {name: t, command: [sh, -c, 'echo $PPID; cut -d\" \" -f5 /proc/$PPID/stat']}", "t");
        List<String> lines = made.get("stdout").toString().lines().toList();
        assertThat(lines.get(0)).isEqualTo(lines.get(1));
    }

    @Test
    void whatACommandLeavesRunningEndsWithIt() throws Exception {
        SupervisorTest.assumeGroups();
        Path pids = directory.resolve("pids-left");
        run("- {name: t, command: [sh, -c, 'sleep 300 & echo $! > %s']}".formatted(pids), "t");
        SupervisorTest.assertGone(pids);
    }

    /** A daemon is not followed, but it has what the command wrote to. */
    @Test
    void aDaemonThatACommandLeavesHoldsNothingOfTheNode() throws Exception {
        SupervisorTest.assumeGroups();
        Path pids = directory.resolve("pids-daemon");
        var made = run(
                "- {name: t, command: [sh, -c, 'setsid sleep 300 & echo $! > %s; echo done; echo err >&2']}"
                        .formatted(pids),
                "t");
        ProcessHandle daemon =
                ProcessHandle.of(Long.parseLong(Files.readString(pids).strip())).orElseThrow();
        try {
            assertThat(daemon.isAlive()).isTrue();
            assertThat(made.get("stdout")).isEqualTo("done\n");
            assertThat(made.get("stderr")).isEqualTo("err\n");
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("sampo-command"));
        } finally {
            daemon.destroyForcibly();
        }
    }

    @Test
    void aNodeThatRunsNoCommandsOrOnlyOthersSaysSo() throws IOException {
        try (Sampo strict = with(Map.of("sampo.commands.only", List.of("echo")));
                Sampo closed = with(Map.of("sampo.commands.enabled", false));
                Sampo labelled = with(Map.of("sampo.commands.enabled", false, "sampo.node.labels.commands", "on"))) {
            JobById good = submit(strict, "- {name: t, command: [echo]}");
            assertThat(ended(good)).hasValue(JobStatus.SUCCEEDED);
            Files.writeString(
                    Files.createDirectories(directory.resolve("bin")).resolve("echo"), "#!/bin/sh\nprintf other\n");
            assertThat(directory.resolve("bin/echo").toFile().setExecutable(true))
                    .isTrue();
            JobById twin =
                    submit(strict, "- {name: t, command: [echo, own], env: {PATH: \"%s/bin\"}}".formatted(directory));
            assertThat(ended(twin)).hasValue(JobStatus.SUCCEEDED);
            assertThat(((Map<?, ?>) value(twin, "t")).get("stdout")).isEqualTo("own\n");
            JobById other = submit(strict, "- {name: t, command: [sh, -c, echo]}");
            assertThat(ended(other)).hasValue(JobStatus.FAILED);
            assertThat(failed(other, "t").error()).contains("does not run sh, only echo (sampo.commands.only)");
            assertThatThrownBy(() -> submit(closed, "- {name: t, command: [echo]}"))
                    .cause()
                    .isInstanceOf(SampoException.Rejected.class)
                    .hasMessageContaining("asks for nodes where commands=on, and none is");
            JobById lied = submit(labelled, "- {name: t, command: [echo]}");
            assertThat(ended(lied)).hasValue(JobStatus.FAILED);
            assertThat(failed(lied, "t").error()).contains("runs no commands", "sampo.commands.enabled");
        }
    }

    @Test
    void aLibraryRunsNoCommandsUnlessItIsToldTo() {
        assertThatThrownBy(() -> CommandSettings.from(ConfigFactory.load().getConfig("sampo.commands"))
                        .check("echo", "n1"))
                .isInstanceOf(CommandRefused.class);
    }
}
