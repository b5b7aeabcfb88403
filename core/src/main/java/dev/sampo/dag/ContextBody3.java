package dev.sampo.dag;

/** The user's code for a task with 3 inputs, told about its attempt. */
@FunctionalInterface
public non-sealed interface ContextBody3<A, B, C, R> extends Body {
    R run(A a, B b, C c, TaskContext context) throws Exception;
}
