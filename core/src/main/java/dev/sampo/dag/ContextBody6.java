package dev.sampo.dag;

/** The user's code for a task with 6 inputs, told about its attempt. */
@FunctionalInterface
public non-sealed interface ContextBody6<A, B, C, D, E, F, R> extends Body {
    R run(A a, B b, C c, D d, E e, F f, TaskContext context) throws Exception;
}
