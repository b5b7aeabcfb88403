package dev.sampo.harness.history;

/**
 * A promise that a history shows broken.
 *
 * @param checker who found it
 * @param what in one sentence, with the names it takes to find it in the history
 */
public record Violation(String checker, String what) {

    @Override
    public String toString() {
        return checker + ": " + what;
    }
}
