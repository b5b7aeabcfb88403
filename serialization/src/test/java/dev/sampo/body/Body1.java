package dev.sampo.body;

import java.io.Serializable;

/** A body with one input, as users write them. */
@FunctionalInterface
public interface Body1<A, R> extends Serializable {
    R run(A input) throws Exception;
}
