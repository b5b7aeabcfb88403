package dev.sampo.actors.child;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;

/** Passes on what a child prints, and remembers the end of it: there the JVM says why it died. */
final class LastLines {
    private static final int LINES_MAX = 20;
    private static final int LINE_MAX = 300;
    private static final int CHARS = 8_192;

    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();
    private final Thread reader;

    LastLines(InputStream printed, String name) {
        reader = new Thread(() -> read(printed), name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream printed) {
        char[] some = new char[CHARS];
        try (var from = new InputStreamReader(printed, Charset.defaultCharset())) {
            for (int count = from.read(some); count >= 0; count = from.read(some)) {
                System.out.print(count == CHARS ? some : Arrays.copyOf(some, count));
                System.out.flush();
                remember(some, count);
            }
        } catch (IOException closed) {
            // The child is gone, and with it what it might have said.
        }
    }

    private synchronized void remember(char[] some, int count) {
        for (int i = 0; i < count; i++) {
            if (some[i] == '\n') {
                lines.add(line.toString());
                line.setLength(0);
                if (lines.size() > LINES_MAX) {
                    lines.poll();
                }
            } else if (some[i] != '\r') {
                if (line.length() == LINE_MAX) {
                    line.delete(0, LINE_MAX / 2); // Its end counts: there the JVM says why it died.
                }
                line.append(some[i]);
            }
        }
    }

    /** All there is to read of a child that has ended, waiting so long at most for the rest of it. */
    String await(long millis) {
        try {
            reader.join(millis);
        } catch (InterruptedException enough) {
            Thread.currentThread().interrupt();
        }
        return soFar();
    }

    synchronized String soFar() {
        var all = new ArrayList<>(lines);
        if (!line.isEmpty()) {
            all.add(line.toString());
        }
        return String.join("\n", all);
    }
}
