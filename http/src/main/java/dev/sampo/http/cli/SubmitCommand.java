package dev.sampo.http.cli;

import dev.sampo.BadJar;
import dev.sampo.JobJar;
import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Refusals;
import dev.sampo.cli.Terminal;
import dev.sampo.dag.Blueprint;
import dev.sampo.http.api.JobView;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Submits the job that a jar makes, and the jar with it. */
@picocli.CommandLine.Command(
        name = "submit",
        description = {
            "Submit a job whose classes are in a jar.",
            "The jar's main class makes the Dag, in this process; nodes that run a task of the job load its classes from the",
            "jar, beside those of other jobs."
        },
        footer = {
            "",
            "Examples:",
            "  ./sampo submit my-dag.jar",
            "  ./sampo submit my-dag.jar --main com.acme.Nightly --id nightly-1 2026-07-01",
            "  ./sampo submit my-dag.jar -- --dry-run       what follows -- is the job's",
            "  ./sampo wait \"$(./sampo submit my-dag.jar)\"",
            "",
            "Exit codes: 0 it is submitted, 1 it was refused, 2 the jar is wrong, 75 try again."
        })
final class SubmitCommand extends ClientCommand {
    private static final int NAME_MAX = 100;

    @Parameters(index = "0", paramLabel = "JAR", description = "The jar with the job's classes.")
    private Path file;

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "Handed to its main class.")
    private List<String> arguments = List.of();

    @Option(
            names = "--main",
            paramLabel = "CLASS",
            description = "The class that makes the Dag. Default: Sampo-Job or Main-Class of the manifest.")
    private String main;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "The job's id: again with the same content, it is the same job.")
    private String id;

    @Option(names = "--priority", paramLabel = "N", description = "Added to that of each task. Default: 0.")
    private int priority;

    @Option(names = "--tenant", paramLabel = "NAME", description = "For whom it runs.")
    private String tenant;

    @Option(
            names = "--deadline",
            paramLabel = "TIME",
            description = "When its result is wanted, such as 2030-01-31T12:00:00Z.")
    private OffsetDateTime deadline;

    @Option(
            names = "--failures-allowed",
            paramLabel = "N",
            description = "How many tasks may fail while the others go on. Default: 0.")
    private int failuresAllowed;

    @Mixin
    private WhenBusy patience;

    SubmitCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Remote remote) throws Exception {
        JobJar jar;
        Blueprint graph;
        try {
            jar = JobJar.read(file);
            graph = graph(jar);
        } catch (BadJar bad) {
            throw new Refusals.Refused(ExitCode.USAGE, bad.getMessage());
        }
        String path = path(jar, graph);
        Optional<byte[]> answer = patience.submit(terminal(), false, () -> {
            Optional<byte[]> known = remote.offer(path, graph.bytes());
            return known.isPresent() ? known : remote.offer(path, both(graph.bytes(), jar.bytes()));
        });
        JobView job = show(
                answer.orElseThrow(() -> new Refusals.Refused(
                        ExitCode.UNAVAILABLE, "node " + remote.address() + " takes no jars; let it run this release")),
                JobView.class,
                made -> Plain.of(made.job()));
        if (!isQuiet()) {
            Jobs.warnIfLate(terminal(), job);
        }
        return ExitCode.OK;
    }

    /** What the main class prints is not to be taken for the id. */
    private Blueprint graph(JobJar jar) throws IOException {
        PrintStream before = System.out;
        System.setOut(System.err);
        try {
            return jar.blueprint(Optional.ofNullable(main), arguments);
        } finally {
            System.setOut(before);
        }
    }

    /** With an id, so that a submit whose answer was lost can be repeated. */
    private String path(JobJar jar, Blueprint graph) throws IOException {
        String job = id != null ? id : made(graph.name());
        return "/v1/jars/" + jar.digest() + "/jobs?graph=" + graph.bytes().length + "&id=" + Remote.part(job)
                + (priority == 0 ? "" : "&priority=" + priority)
                + (tenant == null ? "" : "&tenant=" + Remote.part(tenant))
                + (deadline == null ? "" : "&deadline=" + Remote.part(deadline.toString()))
                + (failuresAllowed == 0 ? "" : "&failures_allowed=" + failuresAllowed);
    }

    private static String made(String name) {
        return name.substring(0, Math.min(NAME_MAX, name.length())) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    private static byte[] both(byte[] graph, byte[] jar) {
        byte[] all = Arrays.copyOf(graph, graph.length + jar.length);
        System.arraycopy(jar, 0, all, graph.length, jar.length);
        return all;
    }
}
