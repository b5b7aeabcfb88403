package dev.sampo.harness;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** Signals that Java cannot send itself. */
final class Signals {
    private Signals() {}

    /** The process stands still, its connections stay open. */
    static void pause(long pid) {
        send("STOP", pid);
    }

    static void resume(long pid) {
        send("CONT", pid);
    }

    private static void send(String signal, long pid) {
        try {
            int code = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("process " + pid + " could not be sent SIG" + signal + "; is it gone?");
            }
        } catch (IOException absent) {
            throw new NotPossibleHere("there is no shell to send SIG" + signal + " with", absent);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while sending SIG" + signal + " to " + pid, stopped);
        }
    }
}
