package dev.sampo.actors.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.actors.body.JarShelf;
import dev.sampo.actors.body.JarSigners;
import dev.sampo.actors.body.SmallJar;
import dev.sampo.actors.body.UserCode;
import dev.sampo.actors.fetch.Source;
import dev.sampo.body.AllowList;
import dev.sampo.body.Catalogue;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Digest;
import dev.sampo.wire.Chunk;
import dev.sampo.wire.Piece;
import dev.sampo.worker.Action;
import dev.sampo.worker.WorkerInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar is fetched once, whoever waits for it; and who does not get it takes it away from nobody. */
class BlueprintFetchesTest {
    private record Asked(Digest digest, CompletableFuture<byte[]> answer) {}

    @TempDir
    Path directory;

    private final List<Asked> asked = new ArrayList<>();
    private final List<WorkerInput> told = new ArrayList<>();
    private byte[] jar;
    private Digest digest;
    private JarShelf shelf;
    private BlueprintFetches fetches;

    @BeforeEach
    void make() throws IOException {
        jar = SmallJar.bytes();
        digest = Digest.of(jar);
        shelveIn(directory);
    }

    private void shelveIn(Path place) {
        shelf = new JarShelf(Optional.of(place), JarSigners.ANYBODY);
        var code = new UserCode(
                getClass().getClassLoader(), Catalogue.empty(), (jar, nodes) -> nodes, AllowList.jdk(), shelf);
        fetches = new BlueprintFetches(code, Runnable::run, told::add);
    }

    private Blueprint graph(String name) {
        ClassLoader classes = getClass().getClassLoader();
        var dag = Dag.named(name);
        dag.task("only", () -> 1);
        return dag.compile(UserCode.of(classes).with(classes, digest).encoder());
    }

    private void fetch(Blueprint graph) {
        fetches.fetch(new Action.FetchBlueprint(0, graph.digest()), () -> null, (source, attempts) -> {
            var answer = new CompletableFuture<byte[]>();
            asked.add(new Asked(((Source.OfPartition) source).digest(), answer));
            return answer;
        });
        asked.get(asked.size() - 1).answer().complete(graph.bytes());
    }

    private List<CompletableFuture<byte[]>> jarFetches() {
        return asked.stream()
                .filter(each -> each.digest().equals(digest))
                .map(Asked::answer)
                .toList();
    }

    @Test
    void aJarOfManyGraphsComesOnce() throws IOException {
        for (int graph = 0; graph < 40; graph++) {
            fetch(graph("graph-" + graph));
        }
        assertThat(jarFetches()).hasSize(1);
        assertThat(told).isEmpty();

        jarFetches().get(0).complete(jar);
        assertThat(told).hasSize(40).allMatch(WorkerInput.BlueprintArrived.class::isInstance);
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void whatCameWithOrdersIsNotAskedFor() {
        var dag = Dag.named("enclosed");
        dag.task("only", () -> 1);
        Blueprint graph = dag.compile(UserCode.of(getClass().getClassLoader()).encoder());
        fetches.enclosed(new Piece.OfBlueprint(graph.digest(), Chunk.of(graph.bytes(), 0)));
        var fetch = new Action.FetchBlueprint(0, graph.digest());
        fetches.fetch(fetch, () -> null, (source, attempts) -> {
            throw new AssertionError("asked for");
        });
        assertThat(told)
                .singleElement()
                .isInstanceOfSatisfying(
                        WorkerInput.BlueprintArrived.class,
                        arrived -> assertThat(arrived.blueprint().digest()).isEqualTo(graph.digest()));

        fetch(graph);
        assertThat(asked).as("it is handed over once").hasSize(1);
        assertThat(told).hasSize(2);
    }

    @Test
    void whoIsRefusedItLeavesItToTheNextToAskAnotherPartition() {
        fetch(graph("one"));
        fetch(graph("two"));
        jarFetches().get(0).completeExceptionally(new IOException("forgotten"));
        assertThat(told).singleElement().isInstanceOfSatisfying(WorkerInput.BlueprintUnavailable.class, lacks -> {
            assertThat(lacks.digest()).isEqualTo(graph("one").digest());
            assertThat(lacks.isSoEverywhere()).isFalse();
        });

        assertThat(jarFetches()).hasSize(2);
        jarFetches().get(1).complete(jar);
        assertThat(told.get(1)).isEqualTo(new WorkerInput.BlueprintArrived(graph("two")));
        shelf.drop(digest, graph("two").digest()).run();
        assertThat(shelf.count()).isZero();
    }

    @Test
    void aGraphThatComesTwiceHoldsItsJarTwice() {
        Blueprint graph = graph("one");
        fetch(graph);
        fetch(graph);
        jarFetches().get(0).complete(jar);
        assertThat(told).hasSize(2);

        shelf.drop(digest, graph.digest()).run();
        assertThat(shelf.count()).isEqualTo(1);
        shelf.drop(digest, graph.digest()).run();
        assertThat(shelf.count()).isZero();
    }

    @Test
    void aSecondFetchThatComesToNothingTakesNothingAway() {
        Blueprint graph = graph("one");
        fetch(graph);
        jarFetches().get(0).complete(jar);
        fetch(graph);
        fetches.fetch(
                new Action.FetchBlueprint(0, graph.digest()),
                () -> null,
                (source, attempts) -> CompletableFuture.failedFuture(new IOException("gone")));
        assertThat(jarFetches()).hasSize(1);
        assertThat(shelf.count()).isEqualTo(1);
    }

    @Test
    void aNodeWithoutRoomForItSaysThatOthersMayDoBetterAndTriesAgainWhenAskedAgain() throws IOException {
        Path place = directory.resolve("place");
        Files.writeString(place, "");
        shelveIn(place);
        Blueprint graph = graph("one");
        fetch(graph);
        jarFetches().get(0).complete(jar);
        assertThat(told).singleElement().isInstanceOfSatisfying(WorkerInput.BlueprintUnavailable.class, lacks -> {
            assertThat(lacks.why()).contains("its jar " + digest + ": it cannot be kept on this node", "place");
            assertThat(lacks.isSoEverywhere()).isFalse();
        });
        assertThat(shelf.count()).isZero();

        Files.delete(place);
        fetch(graph);
        jarFetches().get(1).complete(jar);
        assertThat(told.get(1)).isInstanceOf(WorkerInput.BlueprintArrived.class);
    }

    @Test
    void whatIsNoJarIsNoneElsewhere() {
        jar = new byte[3];
        digest = Digest.of(jar);
        fetch(graph("one"));
        jarFetches().get(0).complete(jar);
        assertThat(told)
                .singleElement()
                .isInstanceOfSatisfying(
                        WorkerInput.BlueprintUnavailable.class,
                        lacks -> assertThat(lacks.isSoEverywhere()).isTrue());
    }
}
