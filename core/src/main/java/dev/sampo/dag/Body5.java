package dev.sampo.dag;

/** The user's code for a task with 5 inputs; a {@link ContextBody5} that needs no context. */
@FunctionalInterface
public interface Body5<A, B, C, D, E, R> extends ContextBody5<A, B, C, D, E, R> {
    R run(A a, B b, C c, D d, E e) throws Exception;

    @Override
    default R run(A a, B b, C c, D d, E e, TaskContext context) throws Exception {
        return run(a, b, c, d, e);
    }
}
