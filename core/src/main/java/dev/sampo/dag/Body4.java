package dev.sampo.dag;

/** The user's code for a task with 4 inputs; a {@link ContextBody4} that needs no context. */
@FunctionalInterface
public interface Body4<A, B, C, D, R> extends ContextBody4<A, B, C, D, R> {
    R run(A a, B b, C c, D d) throws Exception;

    @Override
    default R run(A a, B b, C c, D d, TaskContext context) throws Exception {
        return run(a, b, c, d);
    }
}
