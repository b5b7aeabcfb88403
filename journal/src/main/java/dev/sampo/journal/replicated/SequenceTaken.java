package dev.sampo.journal.replicated;

import java.io.Serial;

/** Somebody else has written to the stream since this writer read it: whoever sees this is not its writer any more. */
public final class SequenceTaken extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    SequenceTaken(String stream, long first, long highest) {
        super(stream + ": sequence number " + first + " is taken or does not follow, the highest is " + highest
                + ": two writers use the same persistence id, and this one is not the last");
    }
}
