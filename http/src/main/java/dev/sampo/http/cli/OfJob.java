package dev.sampo.http.cli;

import dev.sampo.cli.Terminal;
import picocli.CommandLine.Parameters;

/** A command about one job. */
abstract class OfJob extends ClientCommand {

    @Parameters(index = "0", paramLabel = "JOB", description = "The job's id.")
    private String job;

    OfJob(Terminal terminal) {
        super(terminal);
    }

    final String job() {
        return job;
    }

    /** Where it is asked. */
    final String path() {
        return "/v1/jobs/" + Remote.part(job);
    }
}
