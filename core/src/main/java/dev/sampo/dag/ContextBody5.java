package dev.sampo.dag;

/** The user's code for a task with 5 inputs, told about its attempt. */
@FunctionalInterface
public non-sealed interface ContextBody5<A, B, C, D, E, R> extends Body {
    R run(A a, B b, C c, D d, E e, TaskContext context) throws Exception;
}
