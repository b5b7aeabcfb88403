package dev.sampo.cli;

import java.util.function.Supplier;

/**
 * Tells until it is over that something still goes on and for how long, on a terminal every moment, elsewhere now and then: for what
 * cannot tell itself how far it is. What is over soon is not worth a line.
 */
final class Patience {
    private static final long FIRST_MILLIS = 1_000;
    private static final long EVERY_MILLIS = 200;
    private static final long PLAIN_EVERY_MILLIS = 10_000;

    private final ProgressLine line;
    private final boolean isDrawn;
    private final Thread teller;

    private Patience(Terminal terminal, Supplier<String> what) {
        line = new ProgressLine(terminal, System.nanoTime());
        isDrawn = terminal.errIsTerminal();
        teller = new Thread(() -> tell(what), "sampo-patience");
        teller.setDaemon(true);
        teller.start();
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
            long every = isDrawn ? EVERY_MILLIS : PLAIN_EVERY_MILLIS;
            for (long pause = isDrawn ? FIRST_MILLIS : every; ; pause = every) {
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
