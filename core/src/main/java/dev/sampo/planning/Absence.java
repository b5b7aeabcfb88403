package dev.sampo.planning;

/**
 * How long no worker has been there. One that is full, cordoned or drained is there; one that is silent is not, until it
 * is seen again. Only a long absence counts: nodes that start one after the other, or fall silent for a moment, are no
 * reason to run jobs where they were submitted.
 */
final class Absence {
    private static final long NONE = Long.MAX_VALUE;

    private final Books books;
    private long since = NONE;

    Absence(Books books) {
        this.books = books;
    }

    /** A term begins, or a node has come or gone. */
    void changed() {
        if (books.nodes.values().stream().anyMatch(view -> view.isWorker)) {
            since = NONE;
        } else if (since == NONE) {
            since = books.now;
            books.timers.add(longFrom(), new Timers.Due.Absent());
        }
    }

    boolean isLong() {
        return since != NONE && books.now >= longFrom();
    }

    /** Until it is long; only asked while no worker is there. */
    long millisLeft() {
        return Math.max(0, longFrom() - books.now);
    }

    boolean isAny() {
        return since != NONE;
    }

    private long longFrom() {
        return since + books.settings.fallbackAfterMillis();
    }
}
