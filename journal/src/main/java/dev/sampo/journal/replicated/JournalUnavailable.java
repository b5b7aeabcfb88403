package dev.sampo.journal.replicated;

import java.io.Serial;

/** No majority of the journal's members answered in time; the message says what may be concluded about the write. */
public final class JournalUnavailable extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean mayHaveHappened;

    private JournalUnavailable(String message, boolean mayHaveHappened) {
        super(message);
        this.mayHaveHappened = mayHaveHappened;
    }

    static JournalUnavailable write(boolean sent, String what) {
        String conclusion = sent
                ? ": it may have been written all the same, which reading again will show"
                : ": nothing was written, the same may be tried again";
        return new JournalUnavailable("JOURNAL_NO_QUORUM " + what + conclusion, sent);
    }

    static JournalUnavailable read(String what) {
        return new JournalUnavailable("JOURNAL_NO_QUORUM " + what + ": try again when a majority is there", false);
    }

    static JournalUnavailable busy(String what) {
        return new JournalUnavailable(
                "JOURNAL_BUSY " + what + ": nothing was written, the same may be tried again", false);
    }

    /** Whether the write may be in the journal although it failed. */
    public boolean mayHaveHappened() {
        return mayHaveHappened;
    }
}
