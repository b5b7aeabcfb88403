package dev.sampo.command;

import dev.sampo.body.Catalogue;
import dev.sampo.body.NeedsCatalogue;
import dev.sampo.dag.ContextBodyOfList;
import dev.sampo.dag.TaskContext;
import java.util.List;

/**
 * A task that is a command. It travels as it is written here; whether and how a node runs it is that node's affair.
 *
 * @param arguments the program first; nothing of it is read by a shell
 * @param directory where it runs; empty for a new directory that is removed afterwards
 * @param environment what it gets besides what the node lets through
 * @param exits what its exit codes mean
 * @param inputs names of the task's inputs; of an each those after its element
 * @param each whether the first input is the element of an each
 * @param files to be written before it starts, into a new directory
 * @param collect files to be read when it has succeeded
 */
public record CommandBody(
        List<String> arguments,
        String directory,
        List<Binding> environment,
        String stdin,
        Exits exits,
        Output output,
        List<String> inputs,
        boolean each,
        List<Binding> files,
        List<String> collect)
        implements ContextBodyOfList<Object, Object>, NeedsCatalogue {
    private static final long serialVersionUID = 1;

    public CommandBody {
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
        inputs = List.copyOf(inputs);
        files = List.copyOf(files);
        collect = List.copyOf(collect);
        if (arguments.isEmpty() || arguments.get(0).isEmpty()) {
            throw new IllegalArgumentException("a command needs the name of a program");
        }
        if (!directory.isEmpty() && !files.isEmpty()) {
            throw new IllegalArgumentException(
                    "files are written into a new directory only, as they would stay in another; leave the directory out, or let"
                            + " the command write them there");
        }
    }

    /** As it stands on a command line, for people. */
    @Override
    public String toString() {
        return String.join(" ", arguments);
    }

    @Override
    public Object with(Catalogue catalogue) {
        var runner = (CommandRunner) catalogue.body(CommandRunner.NAME);
        return (ContextBodyOfList<Object, Object>) (given, context) -> runner.run(this, given, context);
    }

    @Override
    public Object run(List<Object> given, TaskContext context) {
        throw new IllegalStateException("a command is run by the catalogue of a node");
    }
}
