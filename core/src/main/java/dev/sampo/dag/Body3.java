package dev.sampo.dag;

/** The user's code for a task with 3 inputs; a {@link ContextBody3} that needs no context. */
@FunctionalInterface
public interface Body3<A, B, C, R> extends ContextBody3<A, B, C, R> {
    R run(A a, B b, C c) throws Exception;

    @Override
    default R run(A a, B b, C c, TaskContext context) throws Exception {
        return run(a, b, c);
    }
}
