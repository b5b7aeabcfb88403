package dev.sampo.harness.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sampo.harness.history.Entry.Ask;
import dev.sampo.harness.history.Entry.Call;
import dev.sampo.harness.history.Entry.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All entries of all processes, by time. */
public final class History {

    /** A call from its making to its end; {@code over} is empty when nobody heard of its end, which is as good as INFO. */
    public record Exchange(Call made, Optional<Call> over) {

        boolean is(Ask ask, Stage stage) {
            return made.f() == ask && stage() == stage;
        }

        Stage stage() {
            return over.map(Call::ty).orElse(Stage.INFO);
        }

        /** The job that was asked for, or that the answer names. */
        String job() {
            return over.map(Call::job).orElse(made.job());
        }

        String res() {
            return over.map(Call::res).orElse("");
        }

        long end() {
            return over.map(Call::t).orElse(Long.MAX_VALUE);
        }
    }

    private final List<Entry> entries;

    private History(List<Entry> entries) {
        this.entries = entries;
    }

    public static History of(List<? extends Entry> entries) {
        var sorted = new ArrayList<Entry>(entries);
        sorted.sort(Comparator.comparingLong(Entry::t));
        return new History(List.copyOf(sorted));
    }

    /** Reads every file of a directory. */
    public static History read(Path directory) throws IOException {
        var entries = new ArrayList<Entry>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(each -> each.toString().endsWith(Recorder.SUFFIX))
                    .sorted()
                    .toList()) {
                readInto(entries, file);
            }
        }
        return of(entries);
    }

    /** The last line may be cut off, for its writer may have been killed. */
    private static void readInto(List<Entry> entries, Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        int number = 0;
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
            number++;
            if (line.isEmpty()) {
                continue;
            }
            try {
                entries.add(Lines.read(line));
            } catch (JsonProcessingException unreadable) {
                throw new IOException(file + " line " + number + " is no entry: " + line, unreadable);
            }
        }
    }

    public List<Entry> entries() {
        return entries;
    }

    public <E extends Entry> List<E> all(Class<E> kind) {
        return entries.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** In the order in which they were made. */
    public List<Exchange> exchanges() {
        record Op(String p, long op) {}
        Map<Op, Call> ends = new HashMap<>();
        List<Call> calls = all(Call.class);
        calls.stream()
                .filter(call -> call.ty() != Stage.INVOKE)
                .forEach(call -> ends.put(new Op(call.p(), call.op()), call));
        return calls.stream()
                .filter(call -> call.ty() == Stage.INVOKE)
                .map(call -> new Exchange(call, Optional.ofNullable(ends.get(new Op(call.p(), call.op())))))
                .toList();
    }

    /** When the first and the last entry were written; 0 when there is none. */
    public long begin() {
        return entries.isEmpty() ? 0 : entries.get(0).t();
    }

    public long end() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).t();
    }
}
