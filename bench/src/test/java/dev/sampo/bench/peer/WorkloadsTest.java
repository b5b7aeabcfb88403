package dev.sampo.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.sampo.Sampo;
import dev.sampo.bench.peer.LineProtocol.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The graphs give the values the workloads define, here computed without any graph. */
class WorkloadsTest {
    private static Sampo sampo;
    private static Workloads workloads;

    @BeforeAll
    static void start() {
        sampo = Sampo.local(ConfigFactory.parseMap(Map.of("sampo.node.cpus", 2)).withFallback(ConfigFactory.load()));
        workloads = new Workloads(sampo);
    }

    @AfterAll
    static void stop() {
        sampo.close();
    }

    private static long run(String line) {
        return workloads.run(Request.parse(line));
    }

    @Test
    void aFlatGraphGivesTheSumOfItsArguments() {
        assertThat(run("W1 n=500")).isEqualTo(500 * 499 / 2);
    }

    @Test
    void aChainGivesTheLastOfItsHops() {
        long value = 1;
        for (int k = 1; k <= 50; k++) {
            value = (31 * value + k) % 1_000_000_007;
        }
        assertThat(run("W2 n=50")).isEqualTo(value);
    }

    @Test
    void aTreeGivesTheSumOfItsLeaves() {
        assertThat(run("W3 d=6")).isEqualTo(64 * 63 / 2);
    }

    @ParameterizedTest
    @EnumSource
    void aGridGivesTheSumOfItsLastRow(Pattern pattern) {
        long[] row = new long[4];
        for (int t = 0; t < 6; t++) {
            long[] next = new long[4];
            for (int i = 0; i < 4; i++) {
                long sum = 0;
                for (int column : pattern.reads(4, t, i)) {
                    sum += row[column];
                }
                next[i] = ValueRules.kernel((31 * sum + 1009L * t + 17L * i + 1) & 0xFFFF_FFFFL, 3);
            }
            row = next;
        }
        long expected = LongStream.of(row).sum() & 0xFFFF_FFFFL;

        assertThat(run("W4 pattern=" + pattern.name().toLowerCase(java.util.Locale.ROOT) + " width=4 steps=6 iters=3"))
                .isEqualTo(expected);
    }

    @Test
    void napsLeaveALineEach(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("log");

        assertThat(run("W7 n=20 ms=1 log=" + file)).isEqualTo(20 * 19 / 2);
        assertThat(Files.readAllLines(file)).hasSize(20);
    }

    @Test
    void anUnknownWorkloadIsRefusedByName() {
        assertThatThrownBy(() -> run("W9 n=1")).hasMessageContaining("\"W9\" is no workload");
    }
}
