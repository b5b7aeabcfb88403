package dev.sampo.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A shell that outlives this JVM by a moment: when its input ends, because this JVM did, in whatever way, it kills the
 * processes it was told of that still run. A node also ends by itself then, unless it is paused, or has no memory or
 * thread left to notice it.
 */
final class Guard {
    private static final String SCRIPT = """
            trap '' HUP INT TERM
            pids=' '
            while read -r change pid; do
              case $change in
                +) pids="$pids$pid " ;;
                -) case $pids in *" $pid "*) pids="${pids%% $pid *} ${pids#* $pid }" ;; esac ;;
              esac
            done
            [ "$pids" = ' ' ] || kill -9 $pids
            """;

    private static Process shell;

    private Guard() {}

    static void watch(Process process) {
        tell("+", process.pid());
        process.onExit().thenRun(() -> tell("-", process.pid()));
    }

    private static synchronized void tell(String change, long pid) {
        shell().ifPresent(guard -> {
            try {
                OutputStream input = guard.getOutputStream();
                input.write((change + " " + pid + "\n").getBytes(StandardCharsets.US_ASCII));
                input.flush();
            } catch (IOException gone) {
                throw new IllegalStateException("the process that ends forgotten nodes is gone", gone);
            }
        });
    }

    /** Empty where there is no shell. */
    private static Optional<Process> shell() {
        if (shell == null) {
            try {
                shell = new ProcessBuilder("sh", "-c", SCRIPT)
                        .redirectOutput(Redirect.DISCARD)
                        .redirectError(Redirect.DISCARD)
                        .start();
            } catch (IOException none) {
                return Optional.empty();
            }
        }
        return Optional.of(shell);
    }
}
