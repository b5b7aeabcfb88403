package dev.sampo.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where we may write: below what the build has for its own products, so that a clean build begins anew. */
final class Workplace {
    private static final List<Path> PRODUCTS = List.of(Path.of("target"), Path.of("build"));

    private Workplace() {}

    /** What stays from run to run; empty where no build tool has made a place. */
    static Optional<Path> lasting() throws IOException {
        Optional<Path> products = PRODUCTS.stream().filter(Files::isDirectory).findFirst();
        return products.isEmpty()
                ? Optional.empty()
                : Optional.of(Files.createDirectories(
                        products.get().resolve("sampo-harness").toAbsolutePath()));
    }

    static Path directory() throws IOException {
        return lasting().orElse(Path.of(System.getProperty("java.io.tmpdir")));
    }
}
