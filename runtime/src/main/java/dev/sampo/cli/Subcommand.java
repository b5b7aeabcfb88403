package dev.sampo.cli;

/**
 * A command of {@code ./sampo} that lives in a module above this one, such as one that starts processes. Found by
 * {@link java.util.ServiceLoader}: list the class in {@code META-INF/services/dev.sampo.cli.Subcommand}.
 */
public interface Subcommand {

    /** The command, its name and its help in a {@link picocli.CommandLine.Command} annotation. */
    Command command(Terminal terminal);
}
