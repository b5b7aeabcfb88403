package dev.sampo.cli;

import java.io.IOException;

/** Says what this is, and on which Java it runs. */
@picocli.CommandLine.Command(
        name = "version",
        description = "Show the versions of Sampo and of Java.",
        footer = {"", "Example:", "  ./sampo version --output json"})
final class VersionCommand extends Command {

    VersionCommand(Terminal terminal) {
        super(terminal);
    }

    record Version(String sampo, String java, String vm) {}

    @Override
    protected ExitCode run() throws IOException {
        var version =
                new Version(Build.version(), System.getProperty("java.version"), System.getProperty("java.vm.name"));
        answer(version, "Sampo " + version.sampo() + " on Java " + version.java() + " (" + version.vm() + ")");
        return ExitCode.OK;
    }
}
