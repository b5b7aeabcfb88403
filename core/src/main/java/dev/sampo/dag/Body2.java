package dev.sampo.dag;

/** The user's code for a task with 2 inputs; a {@link ContextBody2} that needs no context. */
@FunctionalInterface
public interface Body2<A, B, R> extends ContextBody2<A, B, R> {
    R run(A a, B b) throws Exception;

    @Override
    default R run(A a, B b, TaskContext context) throws Exception {
        return run(a, b);
    }
}
