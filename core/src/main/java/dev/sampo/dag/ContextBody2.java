package dev.sampo.dag;

/** The user's code for a task with 2 inputs, told about its attempt. */
@FunctionalInterface
public non-sealed interface ContextBody2<A, B, R> extends Body {
    R run(A a, B b, TaskContext context) throws Exception;
}
