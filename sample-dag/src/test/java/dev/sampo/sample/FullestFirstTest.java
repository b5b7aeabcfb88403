package dev.sampo.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.sampo.Sampo;
import dev.sampo.dag.Dag;
import dev.sampo.job.NodeId;
import dev.sampo.placement.Candidate;
import dev.sampo.placement.Placer;
import dev.sampo.placement.Placers;
import dev.sampo.placement.ReadyTask;
import dev.sampo.resource.Resources;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A placer of one's own is found, used and named, and mistakes about it are told in words. */
class FullestFirstTest {
    private static Candidate node(String name, double load) {
        return new Candidate(new NodeId(name), Map.of(), 1, 0, load, false, false, false, 0, 0, 0, 0, 0, 1, 0);
    }

    private static Sampo placing(String placer) {
        return Sampo.local(ConfigFactory.parseString("sampo.planner.placer = \"" + placer + "\"")
                .withFallback(ConfigFactory.load()));
    }

    @Test
    void theFullestNodeWithRoomIsChosen() {
        assertThat(new FullestFirst().choose(null, List.of(node("a", 0.1), node("b", 0.7), node("c", 0.4))))
                .isEqualTo(1);
    }

    @Test
    void itIsFoundByItsNameAndExplainsItself() {
        try (Sampo sampo = placing("fullest-first")) {
            var dag = Dag.named("one");
            var task = dag.task("task", () -> 1).needs(Resources.cpus(1));
            var job = sampo.submit(dag);
            assertThat(job.await(task)).isEqualTo(1);
            var explanation = job.explain(task);
            assertThat(explanation.placement()).startsWith("put on local at ").contains(" by fullest-first, ");
            assertThat(explanation.candidates()).singleElement().satisfies(each -> assertThat(each.why())
                    .startsWith("chosen: ")
                    .contains("(0 % full)"));
        }
    }

    /** One that is no good. */
    public static final class Stumbling implements Placer {
        @Override
        public String name() {
            return "stumbling";
        }

        @Override
        public double score(ReadyTask task, Candidate candidate) {
            throw new IllegalStateException("stumbled over " + task.name());
        }
    }

    @Test
    void oneThatThrowsIsReplacedAndTheJobGoesOn() {
        try (Sampo sampo = placing("stumbling")) {
            var dag = Dag.named("one");
            var task = dag.task("task", () -> 1);
            var job = sampo.submit(dag);
            assertThat(job.await(task)).isEqualTo(1);
            assertThat(job.explain(task).placement())
                    .contains(" by load-balanced, ", "Stumbling failed: ", "stumbled over task");
        }
    }

    @Test
    void aWrongNameIsRefusedWithAllThereAre() {
        assertThatThrownBy(() -> placing("emptiest-first"))
                .hasMessageContaining(
                        "sampo.planner.placer: no placer is called \"emptiest-first\"; there are: load-balanced, ")
                .hasMessageContaining("fullest-first");
    }

    @Test
    void aClassThatIsListedAndNotThereIsNamed(@TempDir Path directory) throws Exception {
        Path list = directory.resolve("META-INF/services/dev.sampo.placement.Placer");
        Files.createDirectories(list.getParent());
        Files.writeString(list, "com.acme.Gone\n");
        try (var loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            assertThatThrownBy(() -> Placers.found(loader))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("com.acme.Gone");
        }
    }
}
