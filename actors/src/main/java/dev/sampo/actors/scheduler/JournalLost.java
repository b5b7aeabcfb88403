package dev.sampo.actors.scheduler;

/** A partition cannot write its facts: it stops answering and begins again from what its journal holds. */
final class JournalLost extends RuntimeException {
    private static final long serialVersionUID = 1;

    JournalLost(int partition) {
        super(
                "the journal of partition " + partition + " failed; it is read again before anything else is answered",
                null,
                false,
                false);
    }
}
