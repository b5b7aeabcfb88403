package dev.sampo.sample;

import dev.sampo.ResourceTracker;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A tracker of one's own: the licences that a file lists, one a line, which somebody adds to and takes from while tasks run. Listed in
 * {@code META-INF/services/dev.sampo.ResourceTracker}; a node that says {@code sampo.node.trackers = [licence-file]} has them.
 */
public final class LicenceFile implements ResourceTracker {
    private final Path file = Path.of(System.getProperty("licences", "licences.txt"));

    @Override
    public String name() {
        return "licence-file";
    }

    /** A file that cannot be read changes nothing: what it listed before still stands. */
    @Override
    public Equipment look() throws IOException {
        List<String> licences = Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return new Equipment(Resources.NONE, Map.of("licence", licences), Map.of());
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(1);
    }
}
