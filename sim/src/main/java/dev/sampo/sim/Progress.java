package dev.sampo.sim;

/** Hears after each seed how far a run has come. */
@FunctionalInterface
public interface Progress {
    Progress NONE = (done, violations) -> {};

    void seedDone(long done, long violations);
}
