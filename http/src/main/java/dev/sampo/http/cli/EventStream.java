package dev.sampo.http.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** Server-sent events, as they come. */
final class EventStream {
    private static final String ID = "id: ";
    private static final String KIND = "event: ";
    private static final String DATA = "data: ";

    private EventStream() {}

    /** @param id where to go on when the stream breaks off after it */
    record Event(String id, String kind, String data) {
        byte[] json() {
            return data.getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Hears one event after the other. */
    interface Listener {
        void hear(Event event) throws IOException;
    }

    /**
     * Hears what comes until the stream ends or breaks off, which looks the same: who wants more asks again, and is told when
     * nobody answers any more.
     */
    static void hear(Remote remote, String path, String lastId, Listener listener) throws IOException {
        try (var lines = remote.lines(path, lastId)) {
            String id = "";
            String kind = "";
            for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                String line = each.next();
                if (line.startsWith(ID)) {
                    id = line.substring(ID.length());
                } else if (line.startsWith(KIND)) {
                    kind = line.substring(KIND.length());
                } else if (line.startsWith(DATA)) {
                    listener.hear(new Event(id, kind, line.substring(DATA.length())));
                }
            }
        } catch (UncheckedIOException brokenOff) {
            // Asked again; when nobody answers, that is told.
        }
    }
}
