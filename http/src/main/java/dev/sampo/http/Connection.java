package dev.sampo.http;

/** A connection by which requests come, one at a time; known by its end, since whoever is gone waits for nothing. */
final class Connection {
    private Runnable onEnd = () -> {};
    private boolean isOver;

    /** What is to be done when it ends; instead of what was to be done for the request before. */
    void onEnd(Runnable what) {
        synchronized (this) {
            onEnd = what;
            if (!isOver) {
                return;
            }
        }
        what.run();
    }

    void end() {
        Runnable what;
        synchronized (this) {
            isOver = true;
            what = onEnd;
        }
        what.run();
    }
}
