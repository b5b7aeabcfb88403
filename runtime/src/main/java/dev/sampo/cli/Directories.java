package dev.sampo.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole directories: how large, and away with them. Files that vanish meanwhile do no harm. */
public final class Directories {
    private Directories() {}

    /** What files with one of these endings take together. */
    public static long bytes(Path directory, String... endings) throws IOException {
        long bytes = 0;
        for (Path file : all(directory)) {
            try {
                bytes += Arrays.stream(endings).anyMatch(file.toString()::endsWith) ? Files.size(file) : 0;
            } catch (NoSuchFileException vanished) {
                // It counts for nothing.
            }
        }
        return bytes;
    }

    public static void delete(Path directory) throws IOException {
        List<Path> deepestFirst =
                all(directory).stream().sorted(Comparator.reverseOrder()).toList();
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    private static List<Path> all(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.toList();
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }
}
