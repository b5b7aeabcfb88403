package dev.sampo.http.cli;

import dev.sampo.cli.Terminal;
import picocli.CommandLine.Option;

/** Shows something once, or over and over. */
final class Watch {
    private static final long EVERY_MILLIS = 2_000;
    private static final String HOME_AND_ERASE = "\u001b[H\u001b[2J";

    @Option(names = "--watch", description = "Show it again every two seconds, until Ctrl-C.")
    private boolean isOn;

    /** Something that is shown. */
    interface Shown {
        /** @return whether it may be otherwise the next time */
        boolean show() throws Exception;
    }

    boolean isOn() {
        return isOn;
    }

    void show(Terminal terminal, boolean isJson, Shown what) throws Exception {
        boolean mayChange = what.show();
        while (isOn && mayChange) {
            Thread.sleep(EVERY_MILLIS);
            if (terminal.outIsTerminal() && !isJson) {
                terminal.out().print(HOME_AND_ERASE);
            }
            mayChange = what.show();
        }
    }
}
