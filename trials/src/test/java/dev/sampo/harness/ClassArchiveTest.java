package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    /** The archive is made with what others leave of the processor. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static List<String> optionsOfTheNode(Cluster cluster) {
        return cluster.ask(
                0, sampo -> new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments()));
    }

    /** With -Xshare:on a JVM that cannot use its archive ends at once. */
    @Test
    void whatOneClusterLoadsIsArchivedForLaterOnes(@TempDir Path workplace) {
        var spec = ClusterSpec.jvms(1).jvmOptions("-Xshare:on");
        try (var cluster = new Cluster(spec, Optional.of(workplace))) {
            cluster.begin();
            assertThat(optionsOfTheNode(cluster)).anyMatch(option -> option.startsWith("-XX:DumpLoadedClassList="));
            assertThat(ClassArchive.madeIn(workplace)).isEmpty();
            var archive = ClassArchive.in(workplace);
            archive.nodesAreUp();
            cluster.until("there is an archive", LIMIT, () -> archive.options(workplace).stream()
                    .anyMatch(option -> option.endsWith(".jsa")));
            cluster.restart(0);
            assertThat(optionsOfTheNode(cluster)).anyMatch(option -> option.startsWith("-XX:SharedArchiveFile="));
        }
        assertThat(JavaCommand.of(ClassArchive.madeIn(workplace), List.of(), ClassArchiveTest.class, List.of()))
                .as("how programs are started that are no nodes of a cluster")
                .contains(ClassArchive.in(workplace).option());
    }
}
