package dev.sampo.http.cli;

import dev.sampo.cli.Subcommands;
import dev.sampo.cli.Terminal;
import java.util.List;

/** Adds the commands that ask a running node to {@code ./sampo}. */
public final class ClientCommands implements Subcommands {

    @Override
    public List<Entry> entries(Terminal terminal) {
        return List.of(
                Entry.of("nodes", () -> new NodesCommand(terminal)),
                Entry.of("page", () -> new PageCommand(terminal)),
                Entry.of("jobs", () -> new JobsCommand(terminal)),
                Entry.of("job", () -> new JobCommand(terminal)),
                Entry.of("explain", () -> new ExplainCommand(terminal)),
                Entry.of("wait", () -> new WaitCommand(terminal)),
                Entry.of("events", () -> new EventsCommand(terminal)),
                Entry.of("export", () -> new ExportCommand.Data(terminal)),
                Entry.of("report", () -> new ExportCommand.Report(terminal)),
                Entry.of("run", () -> new RunFileCommand(terminal)),
                Entry.of("submit", () -> new SubmitCommand(terminal)),
                Entry.of("logs", () -> new LogsCommand(terminal)),
                Entry.of("cancel", () -> new SteerCommands.Cancel(terminal)),
                Entry.of("pause", () -> new SteerCommands.Pause(terminal)),
                Entry.of("resume", () -> new SteerCommands.Resume(terminal)),
                Entry.of("rerun", () -> new SteerCommands.Rerun(terminal)),
                Entry.of("fork", () -> new SteerCommands.Fork(terminal)),
                Entry.of("breakers", () -> new BreakerCommands.Show(terminal)),
                Entry.of("limits", () -> new LimitsCommand(terminal)),
                Entry.of("breaker", () -> new BreakerCommands.Force(terminal)),
                Entry.of("change", () -> new ChangeCommand(terminal)),
                Entry.of("drain", () -> new DrainCommand(terminal)),
                new Entry("network", () -> NetworkCommand.line(terminal)),
                Entry.of("rehearse", () -> new RehearseCommand(terminal)));
    }
}
