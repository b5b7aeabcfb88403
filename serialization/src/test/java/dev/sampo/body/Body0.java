package dev.sampo.body;

import java.io.Serializable;

/** A body without inputs, as users write them. */
@FunctionalInterface
public interface Body0<R> extends Serializable {
    R run() throws Exception;
}
