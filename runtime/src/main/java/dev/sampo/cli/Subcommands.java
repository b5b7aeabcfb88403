package dev.sampo.cli;

import java.util.List;
import picocli.CommandLine;

/**
 * Commands of {@code ./sampo} that live in a module above this one, such as those that start processes. Found by
 * {@link java.util.ServiceLoader}: list the class in {@code META-INF/services/dev.sampo.cli.Subcommands}.
 */
public interface Subcommands {

    /** Each of a {@link Command}, its name and its help in a {@link picocli.CommandLine.Command} annotation. */
    List<CommandLine> lines(Terminal terminal);
}
