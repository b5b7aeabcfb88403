package dev.sampo.dag;

import java.util.List;

/** The user's code for a task that gathers a list of inputs, told about its attempt. */
@FunctionalInterface
public non-sealed interface ContextBodyOfList<A, R> extends Body {
    R run(List<A> inputs, TaskContext context) throws Exception;
}
