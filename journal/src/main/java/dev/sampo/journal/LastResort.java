package dev.sampo.journal;

import java.io.IOException;
import java.nio.file.Path;

/** What happens when nobody can tell what is on the disk; anything but ending the process is for tests. */
@FunctionalInterface
public interface LastResort {

    /** EX_IOERR of sysexits.h. */
    int EXIT_CODE = 74;

    void outcomeUnknown(String what, Path file, long offset, IOException cause);

    /** Says why on standard error, since loggers may be asynchronous, and ends the process without running any hook. */
    static LastResort halt() {
        return (what, file, offset, cause) -> {
            System.err.println(what + " " + file + " " + offset + " (" + cause + "): the process ends with code "
                    + EXIT_CODE + ", nothing was acknowledged since");
            System.err.flush();
            Runtime.getRuntime().halt(EXIT_CODE);
        };
    }
}
