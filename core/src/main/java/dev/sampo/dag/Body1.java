package dev.sampo.dag;

/** The user's code for a task with one input; a {@link ContextBody1} that needs no context. */
@FunctionalInterface
public interface Body1<A, R> extends ContextBody1<A, R> {
    R run(A a) throws Exception;

    @Override
    default R run(A a, TaskContext context) throws Exception {
        return run(a);
    }
}
