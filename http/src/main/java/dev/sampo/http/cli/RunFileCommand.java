package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Refusals;
import dev.sampo.cli.RunCommand;
import dev.sampo.cli.Terminal;
import dev.sampo.file.BadFile;
import dev.sampo.file.JobFile;
import dev.sampo.http.api.JobView;
import dev.sampo.http.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a job that is written in a file, or a sample program. */
@picocli.CommandLine.Command(
        name = "run",
        description = {
            "Run a job that is written in a file, or one of the sample programs. Without a name, list the samples.",
            "A job runs on a running cluster or, when none of yours is there, in this process."
        },
        footer = {
            "",
            "Examples:",
            "  ./sampo run hello.yaml",
            "  ./sampo run hello.yaml --check          only say what is wrong with it",
            "  ./sampo run hello.yaml --id hello-1 --detach",
            "  ./sampo run hello                       a sample program",
            "",
            "Exit codes: 0 it succeeded, 1 it failed or was cancelled, 2 the file is wrong; with --detach 0 it is submitted."
        })
final class RunFileCommand extends RunCommand {

    private static final int NAME_MAX = 100;

    @Mixin
    private Place place;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "The job's id: again with the same content, it is the same job.")
    private String id;

    @Option(names = "--detach", description = "Only submit it, and say its id.")
    private boolean detach;

    @Option(names = "--local", description = "In this process, even if a node runs; the job ends with it.")
    private boolean local;

    @Option(names = "--check", description = "Only check the file.")
    private boolean check;

    @Option(names = "--watch", description = "Look on until its end, as is done anyway unless --detach is said.")
    private boolean watch;

    @Mixin
    private WhenBusy patience;

    @Mixin
    private Telling telling;

    RunFileCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected ExitCode run() throws Exception {
        if (name() == null || !isFile(name())) {
            return super.run();
        }
        if (Files.isDirectory(Path.of(name()))) {
            throw new Refusals.Refused(
                    ExitCode.USAGE, name() + " is a directory; name the file in it that the job is written in");
        }
        JobFile file = read();
        if (check) {
            return checked(file);
        }
        if (detach && local) {
            throw new Refusals.Refused(
                    ExitCode.USAGE, "--detach and --local: a job in this process ends with it; say one of the two");
        }
        if (detach && watch) {
            throw new Refusals.Refused(
                    ExitCode.USAGE, "--detach and --watch: who leaves at once looks on at nothing; say one of the two");
        }
        if (!local && (place.isSaid() || place.isAnyThere())) {
            return submit(file, new Remote(place::candidates));
        }
        if (detach) {
            place.candidates();
        }
        try (var here = NodeHere.start()) {
            if (!isQuiet() && !local) {
                terminal()
                        .err()
                        .println(
                                "No node of yours runs here, so the job runs in this process; ./sampo node starts one.");
            }
            return submit(file, here.remote());
        }
    }

    private static boolean isFile(String name) {
        return name.matches("(?i).*\\.(ya?ml|json)") || name.contains("/") || Files.exists(Path.of(name));
    }

    private JobFile read() throws IOException {
        try {
            JobFile file = JobFile.read(Path.of(name()));
            file.check();
            if (id == null && file.options().id().isPresent()) {
                return file;
            }
            return file.withId(id == null ? made(file.dag().name()) : id);
        } catch (BadFile bad) {
            throw new Refusals.Refused(ExitCode.USAGE, bad.getMessage());
        } catch (IllegalArgumentException wrong) {
            throw new Refusals.Refused(ExitCode.USAGE, "--id: " + wrong.getMessage());
        }
    }

    /** So that a submit whose answer was lost can be repeated. */
    private static String made(String name) {
        return name.substring(0, Math.min(NAME_MAX, name.length())) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    /** What was found out by reading it. */
    record Checked(String name, int tasks) {}

    private ExitCode checked(JobFile file) {
        var checked = new Checked(file.dag().name(), file.dag().tasks().size());
        if (!isQuiet()) {
            answer(checked, name() + " is good: " + checked.name() + ", " + Jobs.count(checked.tasks(), "task"));
        }
        return ExitCode.OK;
    }

    private ExitCode submit(JobFile file, Remote remote) throws Exception {
        byte[] answer = patience.submit(terminal(), isQuiet(), () -> remote.postBytes("/v1/jobs", file.json()));
        JobView job = Json.readAnswer(answer, JobView.class);
        if (!isQuiet()) {
            Jobs.warnIfLate(terminal(), job);
        }
        if (detach) {
            tell(answer, Plain.of(job.job()));
            return ExitCode.OK;
        }
        return new Following(this, telling.outlasting(remote, terminal()), file, job.job()).follow();
    }

    boolean isQuiet() {
        return telling.isQuiet();
    }

    boolean isInJson() {
        return isJson();
    }

    Terminal screen() {
        return terminal();
    }

    void tell(byte[] json, String text) {
        telling.tell(terminal(), isJson(), json, () -> text);
    }
}
