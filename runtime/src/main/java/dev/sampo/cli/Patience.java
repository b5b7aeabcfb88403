package dev.sampo.cli;

import java.util.function.Supplier;

/**
 * Tells on a terminal, every moment until it is over, that something still goes on and for how long: for what cannot tell itself
 * how far it is. What is over within a second is not worth a line.
 */
final class Patience {
    private static final long FIRST_MILLIS = 1_000;
    private static final long EVERY_MILLIS = 200;

    private final ProgressLine line;
    private final Thread teller;

    private Patience(Terminal terminal, Supplier<String> what) {
        line = new ProgressLine(terminal, System.nanoTime());
        teller = new Thread(() -> tell(what), "sampo-patience");
        teller.setDaemon(true);
        if (terminal.errIsTerminal()) {
            teller.start();
        }
    }

    /** @param what goes on, as it is told; asked for by another thread */
    static <T> T during(Terminal terminal, Supplier<String> what, Supplier<T> work) {
        var patience = new Patience(terminal, what);
        try {
            return work.get();
        } finally {
            patience.end();
        }
    }

    private void tell(Supplier<String> what) {
        try {
            for (long pause = FIRST_MILLIS; ; pause = EVERY_MILLIS) {
                Thread.sleep(pause);
                line.show(what.get(), System.nanoTime());
            }
        } catch (InterruptedException over) {
            line.end();
        }
    }

    private void end() {
        teller.interrupt();
        try {
            teller.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
