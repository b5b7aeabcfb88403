package dev.sampo.actors.body;

import dev.sampo.wire.Chunk;

/** What a body writes, for those who listen while it runs. Called by any thread, also after its end. */
public interface Audible {

    /** At most so many bytes from this one on, or from the first that is still there. */
    Chunk stdout(long from, int max);

    Chunk stderr(long from, int max);

    /** How much memory is taken by what is still there. */
    long bytes();
}
