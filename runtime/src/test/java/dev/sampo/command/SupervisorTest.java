package dev.sampo.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What looks after a command, by itself. */
@Timeout(60)
class SupervisorTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    /** What the death of the node is to the supervisor: nobody holds the pipe. */
    @Test
    void whenNobodyHoldsThePipeTheCommandEndsAndItsFilesGo() throws Exception {
        assumeGroups();
        Path pids = directory.resolve("pids-orphan");
        Desk desk = desk();
        var command = List.of(
                "sh",
                "-c",
                "trap '' TERM; sleep 300 & echo $! > " + pids + "; echo $$ >> " + pids + "; wait; sleep 300");
        Process process = new ProcessBuilder(Supervisor.line(desk, Duration.ofMillis(300), command)).start();
        awaitFile(pids);
        process.getOutputStream().close();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertGone(pids);
        org.awaitility.Awaitility.await().until(() -> !Files.exists(desk.root()));
    }

    /** Ctrl-C in the terminal of a node, and its closing: the attempt ends as the node wants, not as the terminal does. */
    @ParameterizedTest
    @ValueSource(strings = {"INT", "HUP"})
    void signalsOfTheTerminalOfANodeDoNotReachWhatItRuns(String signal) throws Exception {
        assumeGroups();
        Path pids = directory.resolve("pids-" + signal);
        Desk desk = desk();
        var line = new ArrayList<>(List.of("setsid", "sh", "-c", "trap : INT HUP; \"$@\"; exit $?", "node"));
        line.addAll(Supervisor.line(
                desk, Duration.ofSeconds(5), List.of("sh", "-c", "echo $$ > " + pids + "; exec sleep 300")));
        Process node = new ProcessBuilder(line).start();
        awaitFile(pids);
        new ProcessBuilder("sh", "-c", "kill -s " + signal + " -- -" + node.pid())
                .start()
                .waitFor();
        node.getOutputStream().close();
        assertThat(node.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(node.exitValue()).as("ended by SIGTERM").isEqualTo(128 + 15);
        assertGone(pids);
        org.awaitility.Awaitility.await().until(() -> !Files.exists(desk.root()));
    }

    /** Nobody else would take them away where the node is the first process of a container. */
    @Test
    void theSupervisorLeavesNoProcessThatOthersHaveToWaitFor() throws Exception {
        Path pids = directory.resolve("pids-zombies");
        Path seen = directory.resolve("seen");
        String waits = "echo $$ > " + pids + "; while [ ! -e " + seen + " ]; do sleep 0.05; done";
        Process process =
                new ProcessBuilder(Supervisor.line(desk(), Duration.ofMillis(300), List.of("sh", "-c", waits))).start();
        awaitFile(pids);
        List<ProcessHandle> children = process.descendants().toList();
        Files.createFile(seen);
        assertThat(process.waitFor()).isZero();
        assertThat(children).hasSizeGreaterThan(1).noneMatch(ProcessHandle::isAlive);
    }

    private static Desk desk() throws IOException {
        var nothing = new CommandBody(
                List.of("true"), "", List.of(), "", Exits.USUAL, Output.NONE, List.of(), false, List.of(), List.of());
        return Desk.open(directory.resolve("orphans"), nothing, Given.of(nothing, List.of()));
    }

    static void awaitFile(Path file) {
        org.awaitility.Awaitility.await().atMost(LIMIT).until(() -> Files.exists(file) && Files.size(file) > 0);
    }

    /** Elsewhere only the command itself is ended. */
    static void assumeGroups() {
        assumeTrue(
                Supervisor.find("setsid", System.getenv("PATH")).isPresent(),
                "setsid is not there, so what a command has started is not looked for");
    }

    static void assertGone(Path pids) throws Exception {
        for (String pid : Files.readAllLines(pids)) {
            var process = ProcessHandle.of(Long.parseLong(pid.strip()));
            if (process.isPresent()) {
                process.get().onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }
}
