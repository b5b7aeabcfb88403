package dev.sampo.http.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Leads a browser to a link, until closed. Only its owner can read it, while everybody on the machine can read what a
 * program was started with.
 */
public final class LinkFile implements AutoCloseable {
    private static final String HTML = """
            <!doctype html><meta charset="utf-8"><title>Sampo</title><meta name="referrer" content="no-referrer">
            <meta http-equiv="refresh" content="0;url=%1$s"><a href="%1$s">Sampo</a>
            """;

    private static final Path SNAPS = Path.of("/snap");

    private final Path path;

    private LinkFile(Path path) {
        this.path = path;
    }

    public static LinkFile to(String url) throws IOException {
        // The JDK makes such files for the owner alone.
        Path path = Files.createTempFile(
                directory(
                        SNAPS, Path.of(System.getProperty("user.home")), Path.of(System.getProperty("java.io.tmpdir"))),
                "sampo-page-",
                ".html");
        path.toFile().deleteOnExit(); // Also when this is broken off.
        String escaped = url.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
        Files.writeString(path, HTML.formatted(escaped));
        return new LinkFile(path);
    }

    /** A browser that is a snap has a /tmp of its own, and sees of the machine's files those right in the user's home that are not hidden. */
    static Path directory(Path snaps, Path home, Path temporary) {
        boolean isOfUse = Files.isDirectory(snaps) && Files.isDirectory(home) && Files.isWritable(home);
        return isOfUse ? home : temporary;
    }

    public Path path() {
        return path;
    }

    public URI uri() {
        return path.toUri();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
