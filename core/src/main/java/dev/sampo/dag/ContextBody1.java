package dev.sampo.dag;

/** The user's code for a task with one input, told about its attempt. */
@FunctionalInterface
public non-sealed interface ContextBody1<A, R> extends Body {
    R run(A a, TaskContext context) throws Exception;
}
