package dev.sampo.http.cli;

import com.typesafe.config.ConfigFactory;
import dev.sampo.Sampo;
import dev.sampo.cli.Command;
import dev.sampo.cli.Directories;
import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Main;
import dev.sampo.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Does a little of what commands do, so that their classes are loaded once and can be archived: the launcher asks for it. */
@picocli.CommandLine.Command(
        name = "rehearse",
        hidden = true,
        description = "Load what the other commands load.",
        footer = {"", "Example:", "  ./sampo rehearse"})
final class RehearseCommand extends Command {

    RehearseCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected ExitCode run() throws IOException {
        Main.run(terminal(), "run", "word-count");
        Path data = Files.createTempDirectory("sampo-");
        var config = ConfigFactory.parseMap(Map.of(
                        "sampo.data", data.toString(), "sampo.http.enabled", true, "sampo.http.published-in", ""))
                .withFallback(ConfigFactory.load());
        try (Sampo sampo = Sampo.local(config)) {
            Main.run(terminal(), "nodes", "--node", sampo.httpAddress().orElseThrow(), "--data", data.toString());
        } finally {
            Directories.delete(data);
        }
        return ExitCode.OK;
    }
}
