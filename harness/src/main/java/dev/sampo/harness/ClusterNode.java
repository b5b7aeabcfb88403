package dev.sampo.harness;

import java.time.Duration;

/** One node of a cluster under test, however it runs: started, ended and started again, always at the same seat. */
interface ClusterNode {
    /**
     * Begins a life; returns before the node is a member.
     *
     * @param atStart is called before it begins, and not before all that belongs to the end of the life before is done
     * @param atEnd is called at its end, however that comes
     */
    void start(Runnable atStart, Runnable atEnd);

    /** Waits until this life's node is a member. */
    void awaitReady(Duration limit);

    boolean isRunning();

    /** Ends it without a farewell. */
    void kill();

    /** Ends it as a supervisor does; returns the exit code. */
    int terminate(Duration limit);

    /** Stops it where it stands. */
    void pause();

    /** Lets it go on where it stood. */
    void resume();

    <T> T ask(Question<T> question, Duration limit);

    long pid();

    Output output();
}
