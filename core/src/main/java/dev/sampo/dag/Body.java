package dev.sampo.dag;

import java.io.Serializable;

/**
 * The user's code for a task. A form without context extends the form with one, so that a method reference which would do
 * for both, such as {@code List::of}, means the one without instead of being ambiguous.
 */
public sealed interface Body extends Serializable
        permits ContextBody0,
                ContextBody1,
                ContextBody2,
                ContextBody3,
                ContextBody4,
                ContextBody5,
                ContextBody6,
                ContextBodyOfList,
                NamedBody {

    /** What the names of {@link #remote} bodies begin with; the name of the queue follows. */
    String REMOTE = "remote.";

    /** A body that nodes look up in their catalogue, for graphs that come from files or from afar. */
    static <R> NamedBody<R> named(String name) {
        return new NamedBody<>(name);
    }

    /**
     * A body that is done by another program, in whatever language: it takes the task's inputs from this queue over HTTP and
     * brings back its value, both as JSON. See {@code docs/remote.md}.
     */
    static <R> NamedBody<R> remote(String queue) {
        return new NamedBody<>(REMOTE + queue);
    }
}
