package dev.sampo.sim.whatif;

import dev.sampo.dag.TaskOptions;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * Reads lists of pods and of the nodes of a gpu cluster, as comma-separated values with a line of names first, packed or not:
 * of nodes {@code sn, cpu_milli, memory_mib, gpu, model}; of pods {@code cpu_milli, memory_mib, num_gpu, gpu_milli, gpu_spec},
 * where less than 1000 thousandths share one gpu, and models are divided by "|".
 */
final class PodFile {
    private static final String MODEL = "model";
    private static final double MILLI = 1_000;
    private static final long MIB = 1 << 20;

    record Machine(String id, Resources capacity, Map<String, String> labels) {}

    private final Path path;
    private final List<String> names;

    private PodFile(Path path, String header) {
        this.path = path;
        this.names = Arrays.asList(header.split(",", -1));
    }

    static List<Machine> machines(Path path) {
        return read(
                path,
                (file, row) -> new Machine(
                        file.text(row, "sn"),
                        amount(file, row).gpus(file.number(row, "gpu")),
                        Map.of(MODEL, file.text(row, MODEL))));
    }

    static List<TaskOptions> pods(Path path) {
        return read(path, (file, row) -> {
            double gpus = file.number(row, "num_gpu");
            double milli = gpus == 0 ? 0 : file.number(row, "gpu_milli");
            String models = file.text(row, "gpu_spec");
            Resources needs = amount(file, row).gpus(milli < MILLI ? milli / MILLI : gpus);
            var where = models.isEmpty() ? Selector.ANY : Selector.label(MODEL).in(models.split("\\|"));
            return TaskOptions.DEFAULTS.needs(needs).where(where);
        });
    }

    private static Resources amount(PodFile file, String[] row) {
        return Resources.cpus(file.number(row, "cpu_milli") / MILLI)
                .memory(Math.round(file.number(row, "memory_mib") * MIB));
    }

    /** One row in the words of the core. */
    private interface Row<T> {
        T of(PodFile file, String[] row);
    }

    private static <T> List<T> read(Path path, Row<T> reader) {
        try (var lines = new BufferedReader(new InputStreamReader(open(path), StandardCharsets.UTF_8))) {
            String header = lines.readLine();
            var file = new PodFile(path, header == null ? "" : header);
            var rows = new ArrayList<T>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows.add(reader.of(file, line.split(",", -1)));
            }
            if (rows.isEmpty()) {
                throw new InvalidWhatIf(path + " has no rows");
            }
            return rows;
        } catch (IOException unreadable) {
            throw new InvalidWhatIf("cannot read " + path + ": " + unreadable, unreadable);
        }
    }

    private static InputStream open(Path path) throws IOException {
        InputStream file = Files.newInputStream(path);
        return path.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
    }

    private String text(String[] row, String name) {
        int column = names.indexOf(name);
        if (column < 0 || column >= row.length) {
            throw new InvalidWhatIf(path + " has no column \"" + name + "\" in the row " + String.join(",", row)
                    + "; its first line names " + names);
        }
        return row[column];
    }

    private double number(String[] row, String name) {
        return parsed(text(row, name), number -> number >= 0, name);
    }

    private double parsed(String text, Function<Double, Boolean> isGood, String name) {
        try {
            double number = text.isEmpty() ? 0 : Double.parseDouble(text);
            if (isGood.apply(number)) {
                return number;
            }
        } catch (NumberFormatException none) {
            // It is told below, as one that is out of range is.
        }
        throw new InvalidWhatIf(path + ": " + name + "=" + text + " must be zero or a positive number");
    }
}
