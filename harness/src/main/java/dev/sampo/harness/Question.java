package dev.sampo.harness;

import dev.sampo.Sampo;
import java.io.Serializable;

/** Something to be answered inside a node, by its own Sampo. It and its answer travel by Java serialization. */
@FunctionalInterface
public interface Question<T> extends Serializable {
    T answer(Sampo sampo) throws Exception;
}
