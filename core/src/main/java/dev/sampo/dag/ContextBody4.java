package dev.sampo.dag;

/** The user's code for a task with 4 inputs, told about its attempt. */
@FunctionalInterface
public non-sealed interface ContextBody4<A, B, C, D, R> extends Body {
    R run(A a, B b, C c, D d, TaskContext context) throws Exception;
}
