package dev.sampo.cli;

import java.util.List;
import picocli.CommandLine.Parameters;

/** Runs one of the sample programs, or lists them. */
@picocli.CommandLine.Command(
        name = "run",
        description = "Run one of the samples; without a name, list them. What a sample prints is its own affair.",
        footer = {"", "Examples:", "  ./sampo run", "  ./sampo run hello", "  ./sampo run --output json"})
public class RunCommand extends Command {

    @Parameters(index = "0", arity = "0..1", paramLabel = "SAMPLE", description = "The name of a sample.")
    private String name;

    @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "Handed to the sample.")
    private List<String> arguments = List.of();

    protected RunCommand(Terminal terminal) {
        super(terminal);
    }

    /** Of a sample, or of what a module above knows to run; null when it is not said. */
    protected final String name() {
        return name;
    }

    @Override
    protected ExitCode run() throws Exception {
        var samples = Samples.onClassPath();
        if (name == null) {
            answer(samples, "Run one with ./sampo run NAME:\n\n" + samples.table());
            return ExitCode.OK;
        }
        var sample = samples.named(name)
                .orElseThrow(() -> new Refusals.Refused(
                        ExitCode.USAGE,
                        "there is neither a file nor a sample \"" + name + "\"; samples are: " + samples.names()));
        sample.run(arguments);
        return ExitCode.OK;
    }
}
