package dev.sampo.cli;

import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * Commands of {@code ./sampo} that live in a module above this one, such as those that start processes. Found by
 * {@link java.util.ServiceLoader}: list the class in {@code META-INF/services/dev.sampo.cli.Subcommands}.
 */
public interface Subcommands {

    List<Entry> entries(Terminal terminal);

    /**
     * A command that is made when it is asked for: looking at the annotations of all takes longer than most of them run.
     *
     * @param name as in the annotation of the command
     */
    record Entry(String name, Supplier<CommandLine> line) {

        /** @param command with its name and its help in a {@link picocli.CommandLine.Command} annotation */
        public static Entry of(String name, Supplier<? extends Command> command) {
            return new Entry(name, () -> new CommandLine(command.get()));
        }
    }
}
