package dev.sampo.dag;

import java.util.List;

/** The user's code for a task that gathers a list of inputs; a {@link ContextBodyOfList} that needs no context. */
@FunctionalInterface
public interface BodyOfList<A, R> extends ContextBodyOfList<A, R> {
    R run(List<A> inputs) throws Exception;

    @Override
    default R run(List<A> inputs, TaskContext context) throws Exception {
        return run(inputs);
    }
}
