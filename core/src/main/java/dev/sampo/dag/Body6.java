package dev.sampo.dag;

/** The user's code for a task with 6 inputs; a {@link ContextBody6} that needs no context. */
@FunctionalInterface
public interface Body6<A, B, C, D, E, F, R> extends ContextBody6<A, B, C, D, E, F, R> {
    R run(A a, B b, C c, D d, E e, F f) throws Exception;

    @Override
    default R run(A a, B b, C c, D d, E e, F f, TaskContext context) throws Exception {
        return run(a, b, c, d, e, f);
    }
}
