package dev.sampo.harness.soak;

import dev.sampo.harness.NodeSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * The machine that one node believes to be on: its time of day and its disk can be changed while it runs. A small library
 * does it that is loaded before the node's JVM; durations are measured as ever.
 */
final class Machine {
    /** Whose machine it is. */
    static final int NODE = 2;

    static final String MISSING = "there is no C compiler to make machine.c with (Debian packages gcc, libc6-dev)";

    private static final int AHEAD_SECONDS = 0;
    private static final int FLUSH_MILLIS = 8;
    private static final int FLUSHES_DELAYED = 16;
    private static final int SIZE = 24;

    private final Path state;
    private final Path library;
    private final boolean possible;
    private final MappedByteBuffer memory;

    private Machine(Path directory) throws IOException {
        this.state = directory.resolve("machine");
        this.library = directory.resolve("machine.so");
        this.possible = compiles(library);
        try (var file =
                FileChannel.open(state, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            this.memory = file.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
        }
        memory.order(ByteOrder.nativeOrder());
    }

    static Machine in(Path directory) {
        try {
            return new Machine(directory);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean compiles(Path library) throws IOException {
        Path source = library.resolveSibling("machine.c");
        try (InputStream text = Machine.class.getResourceAsStream("machine.c")) {
            Files.write(source, text.readAllBytes());
        }
        try {
            Process compiler = new ProcessBuilder(
                            "cc", "-shared", "-fPIC", "-O2", "-o", library.toString(), source.toString(), "-ldl")
                    .inheritIO()
                    .start();
            return compiler.waitFor(1, TimeUnit.MINUTES) && compiler.exitValue() == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean isPossible() {
        return possible;
    }

    NodeSpec under(NodeSpec node) {
        return possible
                ? node.environment("LD_PRELOAD", library.toString()).environment("SAMPO_TEST_MACHINE", state.toString())
                : node;
    }

    /** By how much its time of day is ahead of ours, or behind. */
    void setAhead(long seconds) {
        memory.putLong(AHEAD_SECONDS, seconds);
    }

    /** How much longer each flush to the disk takes. */
    void setFlush(long millis) {
        memory.putLong(FLUSH_MILLIS, millis);
    }

    long flushesDelayed() {
        return memory.getLong(FLUSHES_DELAYED);
    }
}
