package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.Sampo;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A limit for all nodes while each of them is killed in turn, and so its owner as well. Uses are written down with the
 * clock that all processes of a machine have in common.
 */
class SharedLimitTest {
    private static final int NODES = 3;
    private static final int CALLERS = 2;
    private static final int RATE = 500;
    private static final int BURST = 50;

    @RegisterExtension
    static final SampoCluster cluster = SampoCluster.of(ClusterSpec.jvms(NODES)
            .nodes(node -> node.with("sampo.limits.shared { rate = \"" + RATE + " per second\", burst = " + BURST
                    + ", scope = cluster }")));

    @TempDir
    Path directory;

    @Test
    void whileNodesAndWithThemItsOwnerAreKilledNoMoreIsUsedThanItAllows() throws IOException {
        for (int node = 0; node < NODES; node++) {
            use(node, 0);
        }
        for (int node = 0; node < NODES; node++) {
            cluster.kill(node);
            for (int other = 0; other < NODES; other++) {
                if (other != node) {
                    awaitMore(other, other < node ? 1 : 0);
                }
            }
            cluster.restart(node);
            use(node, 1);
        }
        List<Long> uses = uses();
        assertThat(uses).hasSizeGreaterThan(RATE);
        // Whoever was interrupted between being admitted and writing it down is late by one use.
        assertThat(mostAtOnce(uses)).isLessThanOrEqualTo(BURST + NODES * CALLERS);
    }

    /** By how many uses those between any two moments were more than the rate has admitted from the one to the other. */
    private static double mostAtOnce(List<Long> uses) {
        double most = 0;
        double least = 0;
        for (int use = 0; use < uses.size(); use++) {
            double ahead = use - RATE * (uses.get(use) - uses.get(0)) / 1e9;
            least = Math.min(least, ahead);
            most = Math.max(most, ahead - least + 1);
        }
        return most;
    }

    private void use(int node, int life) {
        for (int caller = 0; caller < CALLERS; caller++) {
            String file = file(node, life, caller).toString();
            cluster.ask(node, sampo -> {
                var thread = new Thread(() -> useForEver(sampo, file), "caller");
                thread.setDaemon(true);
                thread.start();
                return true;
            });
        }
        awaitMore(node, life);
    }

    private Path file(int node, int life, int caller) {
        return directory.resolve(node + "-" + life + "-" + caller);
    }

    private static void useForEver(Sampo sampo, String file) {
        try (var out = new DataOutputStream(new FileOutputStream(file))) {
            while (true) {
                sampo.limit("shared").acquire();
                out.writeLong(System.nanoTime());
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitMore(int node, int life) {
        Path file = file(node, life, 0);
        long[] before = {-1};
        cluster.until("node-" + node + " goes on", () -> {
            long size = Files.exists(file) ? Files.size(file) : 0;
            before[0] = before[0] < 0 ? size : before[0];
            return size > before[0] + 10 * Long.BYTES;
        });
    }

    private List<Long> uses() throws IOException {
        var uses = new ArrayList<Long>();
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                long count = Files.size(file) / Long.BYTES;
                try (var in = new DataInputStream(Files.newInputStream(file))) {
                    for (long use = 0; use < count; use++) {
                        uses.add(in.readLong());
                    }
                }
            }
        }
        Collections.sort(uses);
        return uses;
    }
}
