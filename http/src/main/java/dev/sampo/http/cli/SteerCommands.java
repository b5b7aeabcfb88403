package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Refusals;
import dev.sampo.cli.Terminal;
import dev.sampo.file.BadFile;
import dev.sampo.file.JobFile;
import dev.sampo.http.api.JobView;
import dev.sampo.http.api.Json;
import dev.sampo.http.api.Requests;
import dev.sampo.http.api.StatusView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What can be done to a job. */
final class SteerCommands {
    private SteerCommands() {}

    private abstract static class Steer extends OfJob {
        private final String verb;

        Steer(Terminal terminal, String verb) {
            super(terminal);
            this.verb = verb;
        }

        /** What goes with it. */
        Object body() {
            return new Requests.Nothing();
        }

        /** What it is by then where it was done, but for jobs that it was too late for. */
        abstract boolean isDone(String status);

        /** What is said where it was not done. */
        abstract ExitCode tooLate(byte[] answer, StatusView now) throws IOException;

        @Override
        final ExitCode run(Remote remote) throws IOException {
            byte[] answer = remote.post(path() + "/" + verb, body());
            StatusView now = Json.readAnswer(answer, StatusView.class);
            if (!isDone(now.status())) {
                return tooLate(answer, now);
            }
            show(answer, StatusView.class, it -> "job " + Plain.of(it.job()) + " is " + it.status());
            return ExitCode.OK;
        }
    }

    private static Refusals.Refused stays(StatusView now, String done) {
        boolean isEnding = now.status().equals("cancelling");
        return new Refusals.Refused(
                ExitCode.NO,
                "job " + Plain.of(now.job()) + (isEnding ? " is being cancelled" : " has ended: it is " + now.status())
                        + ", so it cannot be " + done + " any more; to run it again: ./sampo rerun "
                        + Plain.of(now.job()) + " TASK");
    }

    @picocli.CommandLine.Command(
            name = "cancel",
            description = "Ask for the end of a job; what runs is interrupted.",
            footer = {"", "Example:", "  ./sampo cancel word-count-1 --reason \"wrong input\""})
    static final class Cancel extends Steer {

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who look at it later.")
        private String reason = "asked for on the command line";

        Cancel(Terminal terminal) {
            super(terminal, "cancel");
        }

        @Override
        Object body() {
            return new Requests.Cancel(reason);
        }

        @Override
        boolean isDone(String status) {
            return !status.equals("succeeded") && !status.equals("failed");
        }

        /** It has its end, if not this one. */
        @Override
        ExitCode tooLate(byte[] answer, StatusView now) throws IOException {
            show(
                    answer,
                    StatusView.class,
                    it -> "job " + Plain.of(it.job()) + " had ended already: it is " + it.status());
            return ExitCode.OK;
        }
    }

    @picocli.CommandLine.Command(
            name = "pause",
            description = "Let nothing more of a job begin; what runs goes on and counts.",
            footer = {"", "Example:", "  ./sampo pause word-count-1"})
    static final class Pause extends Steer {
        Pause(Terminal terminal) {
            super(terminal, "pause");
        }

        @Override
        boolean isDone(String status) {
            return status.equals("paused");
        }

        @Override
        ExitCode tooLate(byte[] answer, StatusView now) {
            throw stays(now, "paused");
        }
    }

    @picocli.CommandLine.Command(
            name = "resume",
            description = "Let a job that was paused go on.",
            footer = {"", "Example:", "  ./sampo resume word-count-1"})
    static final class Resume extends Steer {
        Resume(Terminal terminal) {
            super(terminal, "resume");
        }

        @Override
        boolean isDone(String status) {
            return status.equals("running");
        }

        @Override
        ExitCode tooLate(byte[] answer, StatusView now) {
            throw stays(now, "resumed");
        }
    }

    @picocli.CommandLine.Command(
            name = "rerun",
            description = {
                "Run tasks of a job, and all that depends on them, again: in a new job, which has the rest from this one.",
                "The job itself, ended or not, stays as it is."
            },
            footer = {"", "Example:", "  ./sampo rerun word-count-1 sum"})
    static final class Rerun extends OfJob {

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "TASK", description = "Tasks to run again.")
        private List<String> tasks;

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description =
                        "Of the new job, after the id of this one: the same again is the same job. Default: made up.")
        private String name;

        Rerun(Terminal terminal) {
            super(terminal);
        }

        @Override
        ExitCode run(Remote remote) throws IOException {
            show(
                    remote.post(path() + "/rerun", new Requests.Rerun(tasks, name)),
                    JobView.class,
                    job -> "job " + Plain.of(job.job()) + " is " + job.status());
            return ExitCode.OK;
        }
    }

    @picocli.CommandLine.Command(
            name = "fork",
            description = {
                "Run a job that differs from another, as it is written in a file: what is the same is not made again.",
                "It runs for the tenant, and under the priority, of the other, which stays as it is."
            },
            footer = {"", "Example:", "  ./sampo fork word-count-1 word-count.yaml --name better"})
    static final class Fork extends OfJob {

        @Parameters(index = "1", paramLabel = "FILE", description = "The changed job, in YAML or JSON.")
        private Path file;

        @Option(
                names = "--name",
                paramLabel = "NAME",
                description =
                        "Of the new job, after the id of the other: the same again is the same job. Default: made up.")
        private String name;

        Fork(Terminal terminal) {
            super(terminal);
        }

        @Override
        ExitCode run(Remote remote) throws IOException {
            show(
                    remote.postBytes(path() + "/fork?name=" + Remote.part(name()), read().json()),
                    JobView.class,
                    job -> "job " + Plain.of(job.job()) + " is " + job.status());
            return ExitCode.OK;
        }

        /** So that it may be sent again. */
        private String name() {
            return name == null ? UUID.randomUUID().toString().substring(0, 8) : name;
        }

        private JobFile read() throws IOException {
            try {
                return JobFile.read(file);
            } catch (BadFile bad) {
                throw new Refusals.Refused(ExitCode.USAGE, bad.getMessage());
            }
        }
    }
}
