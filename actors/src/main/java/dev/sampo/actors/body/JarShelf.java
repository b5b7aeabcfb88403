package dev.sampo.actors.body;

import dev.sampo.actors.disk.OwnerOnly;
import dev.sampo.dag.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The jars of the jobs that are on this node, each as one file and one class loader. A jar stays while a blueprint that names it is
 * here, and while a body of it runs; then its file goes, and its classes are free to. Used from many threads.
 */
public final class JarShelf {
    private static final String SUFFIX = ".jar";

    private static final class Jar {
        /** How often each that needs it does. */
        private final Map<Digest, Integer> blueprints = new HashMap<>();

        private int users;
        private JarLoader loader;
        private boolean isOwnFile;
        private UserCode code;

        private boolean isOfUse() {
            return users > 0 || !blueprints.isEmpty();
        }
    }

    /** Somebody uses the classes of a jar, or of none. */
    final class Lease implements AutoCloseable {
        private final Digest digest;
        private final Optional<Path> file;

        private Lease(Digest digest, Optional<Path> file) {
            this.digest = digest;
            this.file = file;
        }

        /** Where the jar is; empty for no jar. */
        Optional<Path> file() {
            return file;
        }

        @Override
        public void close() {
            if (digest != null) {
                returned(digest);
            }
        }
    }

    private final Map<Digest, Jar> jars = new HashMap<>();
    private final Optional<Path> chosen;
    private final JarSigners signers;
    private Path directory;
    private long files;
    private boolean isClosed;

    /** @param chosen for this and nothing else; empty for a temporary directory */
    public JarShelf(Optional<Path> chosen, JarSigners signers) {
        this.chosen = chosen;
        this.signers = signers;
    }

    public JarSigners signers() {
        return signers;
    }

    /** Clears away what a process that was killed has left. */
    public void begin() {
        if (chosen.filter(Files::isDirectory).isPresent()) {
            try (var left = Files.newDirectoryStream(chosen.get(), "*" + SUFFIX)) {
                for (Path file : left) {
                    Files.delete(file);
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(
                        "jars of an earlier life cannot be deleted from " + chosen.get(), failure);
            }
        }
    }

    /** A blueprint needs this jar from now on, if it did not before; false when its bytes have yet to be put here. */
    public synchronized boolean hold(Digest digest, Digest blueprint) {
        Jar jar = jars.computeIfAbsent(digest, first -> new Jar());
        jar.blueprints.putIfAbsent(blueprint, 1);
        return jar.loader != null;
    }

    /** As {@link #hold}, but once more each time, and so to be dropped as often. */
    public synchronized boolean holdOnceMore(Digest digest, Digest blueprint) {
        Jar jar = jars.computeIfAbsent(digest, first -> new Jar());
        jar.blueprints.merge(blueprint, 1, Integer::sum);
        return jar.loader != null;
    }

    /**
     * Puts a jar where bodies find it, if it is still held and not there.
     *
     * @param node code of the node, which the jar's is added to
     * @return whether it is there now
     */
    public boolean put(Digest digest, byte[] bytes, UserCode node) throws IOException {
        if (!Digest.of(bytes).equals(digest)) {
            throw new IOException("what came as the jar " + digest + " is something else");
        }
        if (isThere(digest)) {
            return true;
        }
        Path file = freshFile();
        JarLoader loader;
        try {
            OwnerOnly.write(file, bytes);
            Optional<String> objection = signers.objection(file);
            if (objection.isPresent()) {
                throw new IOException("the jar " + digest + " is not taken here: " + objection.get());
            }
            loader = new JarLoader(file, node.classes());
        } catch (IOException | RuntimeException failure) {
            Files.deleteIfExists(file);
            throw failure;
        }
        if (!install(digest, loader, node, true)) {
            loader.close();
            Files.delete(file);
        }
        return isThere(digest);
    }

    private synchronized boolean isThere(Digest digest) {
        Jar jar = jars.get(digest);
        return jar != null && jar.loader != null;
    }

    /** As {@link #put}, of a jar that somebody else keeps for as long as it is held here. */
    public void open(Digest digest, Path file, UserCode node) throws IOException {
        var loader = new JarLoader(file, node.classes());
        if (!install(digest, loader, node, false)) {
            loader.close();
        }
    }

    private synchronized boolean install(Digest digest, JarLoader loader, UserCode node, boolean isOwnFile) {
        Jar jar = jars.get(digest);
        if (jar == null || jar.loader != null || isClosed) {
            return false;
        }
        jar.loader = loader;
        jar.isOwnFile = isOwnFile;
        jar.code = node.with(loader, digest);
        return true;
    }

    private synchronized Path freshFile() throws IOException {
        if (directory == null) {
            directory = chosen.isPresent()
                    ? Files.createDirectories(chosen.get(), OwnerOnly.directory())
                    : Files.createTempDirectory("sampo-jars-");
        }
        return directory.resolve(++files + SUFFIX);
    }

    /** The blueprint needs it once less. What is left to be done takes its time, and may be done later. */
    public synchronized Runnable drop(Digest digest, Digest blueprint) {
        Jar jar = jars.get(digest);
        if (jar == null) {
            return () -> {};
        }
        jar.blueprints.computeIfPresent(blueprint, (same, times) -> times == 1 ? null : times - 1);
        return removed(digest, jar);
    }

    private Runnable removed(Digest digest, Jar jar) {
        if (jar.isOfUse()) {
            return () -> {};
        }
        jars.remove(digest);
        return () -> close(jar);
    }

    /** Nothing is left in it: a thread that is idle may still know of what it has done last. */
    private void close(Jar jar) {
        JarLoader loader;
        synchronized (this) {
            loader = jar.loader;
            jar.loader = null;
            jar.code = null;
        }
        if (loader == null) {
            return;
        }
        try {
            loader.close();
            if (jar.isOwnFile) {
                Files.deleteIfExists(loader.file());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Keeps a jar here until the lease is closed. */
    synchronized Lease lease(Optional<Digest> digest) {
        if (digest.isEmpty()) {
            return new Lease(null, Optional.empty());
        }
        Jar jar = jars.get(digest.get());
        if (jar == null || jar.loader == null) {
            throw gone(digest.get());
        }
        jar.users++;
        return new Lease(digest.get(), Optional.of(jar.loader.file()));
    }

    private void returned(Digest digest) {
        Runnable rest;
        synchronized (this) {
            Jar jar = jars.get(digest);
            jar.users--;
            rest = removed(digest, jar);
        }
        rest.run();
    }

    synchronized UserCode code(Digest digest) {
        Jar jar = jars.get(digest);
        if (jar == null || jar.code == null) {
            throw gone(digest);
        }
        return jar.code;
    }

    private static IllegalStateException gone(Digest digest) {
        return new IllegalStateException("the jar " + digest + " of its job is not on this node any more");
    }

    /** How many jars are here. */
    public synchronized int count() {
        return jars.size();
    }

    /** Whatever still runs, it finds no more classes. */
    public void close() {
        List<Jar> all;
        synchronized (this) {
            isClosed = true;
            all = List.copyOf(jars.values());
        }
        all.forEach(this::close);
        try {
            if (chosen.isEmpty() && directory != null) {
                Files.deleteIfExists(directory);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
