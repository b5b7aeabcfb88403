package dev.sampo.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the harness may keep things from run to run: below what the build has for its own products, so that a clean build begins anew. */
final class Workplace {
    private static final List<Path> PRODUCTS = List.of(Path.of("target"), Path.of("build"));

    private Workplace() {}

    /** Empty where no build tool has made a place. */
    static Optional<Path> lasting() {
        return place().map(place -> {
            try {
                return Files.createDirectories(place);
            } catch (IOException failure) {
                throw new UncheckedIOException("cannot write to " + place, failure);
            }
        });
    }

    /** Empty unless something was kept before. */
    static Optional<Path> kept() {
        return place().filter(Files::isDirectory);
    }

    private static Optional<Path> place() {
        return PRODUCTS.stream().filter(Files::isDirectory).findFirst().map(products -> products.toAbsolutePath()
                .resolve("sampo-harness"));
    }
}
