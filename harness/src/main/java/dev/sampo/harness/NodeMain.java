package dev.sampo.harness;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.Sampo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The program of a node under test: joins by the configuration it is given, and ends when the one who started it does. */
final class NodeMain {
    /** Begins the line that tells of a member, followed by its process number and its address. */
    static final String READY = "SAMPO_NODE_READY ";

    private static final int ORPHANED = 75;
    private static final int ENDED = 70;

    private NodeMain() {}

    public static void main(String[] arguments) {
        endWithParent();
        Config own = ConfigFactory.parseFile(Path.of(arguments[0]).toFile());
        Sampo sampo = Sampo.join(own.withFallback(ConfigFactory.load()));
        System.out.println(
                READY + ProcessHandle.current().pid() + " " + sampo.system().address());
        sampo.system().getWhenTerminated().toCompletableFuture().join();
        System.exit(ENDED); // Of no effect when it ends by a signal: then that is the exit code.
    }

    /** The standard input is a pipe from the parent: it ends when the parent does, even by kill -9. */
    private static void endWithParent() {
        var watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nothing is said yet.
                        }
                    } catch (IOException broken) {
                        throw new UncheckedIOException(broken);
                    } finally {
                        Runtime.getRuntime().halt(ORPHANED);
                    }
                },
                "end with parent");
        watch.setDaemon(true);
        watch.start();
    }
}
