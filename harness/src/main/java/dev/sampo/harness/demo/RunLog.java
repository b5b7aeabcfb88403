package dev.sampo.harness.demo;

import dev.sampo.dag.TaskContext;
import dev.sampo.job.Fence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What the bodies themselves wrote down as they began: the one account that no scheduler has a hand in. */
final class RunLog {

    /** One body that began. */
    record Run(String task, int attempt, String node, Fence fence, long at) {

        static Run parse(String line) {
            String[] fields = line.split(" ");
            return new Run(
                    fields[0],
                    Integer.parseInt(fields[1]),
                    fields[2],
                    Fence.unpacked(Long.parseLong(fields[3])),
                    Long.parseLong(fields[4]));
        }
    }

    private RunLog() {}

    /** Appends one short line, which the system does at once and whole, whoever else appends. */
    static void began(String file, TaskContext context) {
        String line = String.join(
                        " ",
                        context.task(),
                        String.valueOf(context.attempt()),
                        context.node(),
                        String.valueOf(context.fencingToken().packed()),
                        String.valueOf(System.currentTimeMillis()))
                + "\n";
        try {
            Files.write(
                    Path.of(file),
                    line.getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot append to " + file, failure);
        }
    }

    static List<Run> read(Path file) {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().map(Run::parse).toList()
                    : List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
    }
}
