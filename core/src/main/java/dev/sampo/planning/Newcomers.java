package dev.sampo.planning;

import dev.sampo.dag.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Jobs that no node known could run, or that come before any node is known, while there are nodes of which it is not known what they
 * have: they are refused, or accepted, only when that is known, or when it has been waited for for long enough.
 */
final class Newcomers {
    private static final int WAITING_MAX = 1_000;

    private record Waiting(Input.Submit submit, long until) {}

    private final Books books;
    private List<Waiting> waiting = new ArrayList<>();
    private int unknown;
    private boolean hasNews;

    Newcomers(Books books) {
        this.books = books;
    }

    /** So many are there that have not said what they have. */
    void unknown(int nodes) {
        hasNews |= nodes != unknown;
        unknown = nodes;
    }

    /** One has said what it has. */
    void seen() {
        hasNews = true;
    }

    boolean areAllKnown() {
        return unknown == 0;
    }

    long patience() {
        return books.now + books.settings.settleMaxMillis();
    }

    /** Whether this is to be looked at again. */
    boolean mayRun(Input.Submit submit, List<Problem> problems, long until) {
        boolean mayFit = problems.stream().allMatch(problem -> problem.kind() == Problem.Kind.NEVER_FITS);
        boolean waits = mayFit && unknown > 0 && books.now < until && waiting.size() < WAITING_MAX;
        if (waits) {
            waiting.add(new Waiting(submit, until));
            books.lookAgain(until);
        }
        return waits;
    }

    /** Looks at those again of which it may be known by now. */
    void lookAgain(BiConsumer<Input.Submit, Long> look) {
        if (waiting.isEmpty() || !hasNews && waiting.get(0).until() > books.now) {
            hasNews = false;
            return;
        }
        hasNews = false;
        var all = waiting;
        waiting = new ArrayList<>();
        all.forEach(each -> look.accept(each.submit(), each.until()));
    }
}
