package dev.sampo.dag;

/** The user's code for a task with no input, told about its attempt. */
@FunctionalInterface
public non-sealed interface ContextBody0<R> extends Body {
    R run(TaskContext context) throws Exception;
}
