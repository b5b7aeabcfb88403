package dev.sampo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.sampo.job.JobStatus;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jars on two nodes of one JVM: each has its own classes of each. */
@Timeout(120)
class JobJarOnTwoNodesTest {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    @TempDir
    Path directory;

    private Sampo node(String name, List<String> seeds) {
        var config = ConfigFactory.parseString("""
                sampo { partitions = 2, node { cpus = 16, memory = 1GiB }, cluster { profile = fast, expect = 1 } }
                """)
                .withValue("sampo.node.name", ConfigValueFactory.fromAnyRef(name))
                .withValue("sampo.node.labels.name", ConfigValueFactory.fromAnyRef(name))
                .withValue("sampo.cluster.seeds", ConfigValueFactory.fromIterable(seeds))
                .withValue(
                        "sampo.data",
                        ConfigValueFactory.fromAnyRef(directory.resolve(name).toString()));
        return Sampo.join(config.withFallback(ConfigFactory.load()));
    }

    private Path jar(String version) {
        return TestJar.of(Map.of("acme.Main", """
                        package acme;
                        import dev.sampo.JobMain;
                        import dev.sampo.dag.Dag;
                        import dev.sampo.resource.Selector;
                        import java.nio.file.*;
                        import java.util.*;
                        public class Main implements JobMain {
                            public record Made(String node, String version) {}
                            public Dag dag(String[] arguments) {
                                var dag = Dag.named("two");
                                String go = arguments[0];
                                var one = dag.task("one", context -> new Made(context.node(), Main.version()))
                                        .where(Selector.label("name").is("a"));
                                var two = dag.task("two", one, (made, context) -> List.of(made, new Made(context.node(), Main.version())))
                                        .where(Selector.label("name").is("b"));
                                dag.task("text", two, both -> {
                                    while (!Files.exists(Path.of(go))) {
                                        Thread.sleep(5);
                                    }
                                    return both.get(0) + ", " + both.get(1);
                                });
                                return dag;
                            }
                            static String version() {
                                return "%s";
                            }
                        }
                        """.formatted(version)))
                .attribute("Main-Class", "acme.Main")
                .at(directory.resolve(version + ".jar"));
    }

    private static Object value(JobById job, String task) {
        return Job.join(
                job.value(task, LIMIT).thenCompose(found -> found.orElseThrow().value()));
    }

    @Test
    void twoVersionsRunInterleavedAndGoOnWithoutTheNodeThatTookThemIn() throws Exception {
        Path go = directory.resolve("go");
        try (Sampo a = node("a", List.of())) {
            Sampo b = node("b", List.of(a.address()));
            await().until(() -> a.nodes().size() == 2 && b.nodes().size() == 2);
            assertThatJmxShowsNothingOfThem();
            var arguments = List.of(go.toString());
            for (String version : List.of("v1", "v2")) {
                JobJar jar = JobJar.read(jar(version));
                for (int i = 0; i < 3; i++) {
                    b.submit(jar, Optional.empty(), arguments, SubmitOptions.DEFAULTS.id(version + "-" + i));
                }
            }
            for (String version : List.of("v1", "v2")) {
                for (int i = 0; i < 3; i++) {
                    JobById job = a.job(version + "-" + i);
                    await().untilAsserted(() -> assertThat(
                                    Job.join(job.status()).succeeded())
                            .as(() -> Job.join(job.explain("one")).summary() + "; "
                                    + Job.join(job.explain("two")).summary())
                            .isEqualTo(2));
                }
            }
            b.close();
            Files.writeString(go, "");
            for (String version : List.of("v2", "v1")) {
                for (int i = 0; i < 3; i++) {
                    JobById job = a.job(version + "-" + i);
                    assertThat(value(job, "text"))
                            .isEqualTo("Made[node=a, version=" + version + "], Made[node=b, version=" + version + "]");
                    assertThat(Job.join(job.ended(LIMIT))).contains(JobStatus.SUCCEEDED);
                }
            }
            await().until(() -> {
                try (var left = Files.list(directory.resolve("a/jars"))) {
                    return left.findAny().isEmpty();
                }
            });
        }
    }

    /** S-32: Pekko would register its cluster there, with operations that take nodes out. */
    private static void assertThatJmxShowsNothingOfThem() throws MalformedObjectNameException {
        assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName("*:*"), null))
                .map(ObjectName::getDomain)
                .noneMatch(domain -> domain.contains("pekko") || domain.contains("sampo"));
    }
}
