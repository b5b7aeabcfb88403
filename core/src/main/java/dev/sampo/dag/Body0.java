package dev.sampo.dag;

/** The user's code for a task with no input; a {@link ContextBody0} that needs no context. */
@FunctionalInterface
public interface Body0<R> extends ContextBody0<R> {
    R run() throws Exception;

    @Override
    default R run(TaskContext context) throws Exception {
        return run();
    }
}
