package dev.sampo.harness.history;

import java.util.List;

/** Looks for one kind of wrong in a history, in O(n log n). */
public interface Checker {

    /** Empty when there is nothing wrong. */
    List<Violation> check(History history);
}
