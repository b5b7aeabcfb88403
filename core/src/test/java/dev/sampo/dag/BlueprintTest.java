package dev.sampo.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sampo.dag.TaskSpec.Work;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlueprintTest {
    private final PlainEncoder encoder = new PlainEncoder();

    @Test
    void aChainOfAMillionTasksWrittenBackwardsCompiles() {
        int length = Blueprint.TASKS_MAX;
        var tasks = new ArrayList<TaskSpec>(length);
        for (int i = length - 1; i > 0; i--) {
            tasks.add(runs("t" + i, List.of("t" + (i - 1))));
        }
        tasks.add(runs("t0", List.of()));

        Blueprint blueprint = new DagSpec("chain", tasks, Set.of()).compile(encoder);

        assertThat(blueprint.taskName(0)).isEqualTo("t0");
        assertThat(IntStream.range(1, length).allMatch(task -> blueprint.input(task, 0) == task - 1))
                .isTrue();
        assertThat(Blueprint.read(blueprint.bytes()).size()).isEqualTo(length);
    }

    @Test
    void oneTaskTooManyIsRefused() {
        var task = runs("t", List.of());
        var tasks = Collections.nCopies(Blueprint.TASKS_MAX + 1, task);
        var refusal =
                catchThrowableOfType(InvalidDag.class, () -> new DagSpec("wide", tasks, Set.of()).compile(encoder));
        assertThat(refusal.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.TOO_LARGE);
    }

    /** The tree of workload W3: 2^13 leaves, then pairs are added up. */
    @Test
    void aTreeOfSixteenThousandTasksCostsLessThanSixtyBytesATask() {
        Blueprint blueprint = tree(1 << 13).compile(encoder);

        long arrays = 4L
                * (blueprint.inputRows.length
                        + blueprint.inputs.length
                        + blueprint.afterRows.length
                        + blueprint.afters.length
                        + blueprint.successorRows.length
                        + blueprint.successors.length
                        + blueprint.optionIndex.length
                        + blueprint.payloadIndex.length
                        + blueprint.names.ends.length);
        long bytes = blueprint.kinds.length + blueprint.names.text.length + blueprint.bytes().length;

        assertThat(blueprint.size()).isEqualTo((1 << 14) - 1);
        assertThat((arrays + bytes) / (double) blueprint.size()).isLessThan(60);
    }

    private static Dag tree(int leaves) {
        var dag = Dag.named("tree");
        List<Handle<Integer>> level = new ArrayList<>();
        for (int i = 0; i < leaves; i++) {
            level.add(dag.task("t" + i, () -> 1));
        }
        for (int next = leaves; level.size() > 1; ) {
            List<Handle<Integer>> sums = new ArrayList<>();
            for (int i = 0; i < level.size(); i += 2) {
                sums.add(dag.task("t" + next++, level.get(i), level.get(i + 1), Integer::sum));
            }
            level = sums;
        }
        return dag;
    }

    @Test
    void equalBodiesAndEqualOptionsAreKeptOnce() {
        Blueprint blueprint = tree(64).compile(encoder);
        assertThat(blueprint.distinctOptions()).hasSize(1);
        assertThat(blueprint.payloads).hasSize(2);
    }

    @Test
    void aBodySharedByManyTasksIsEncodedOnce() {
        var encoded = new ArrayList<String>();
        var counting = new PlainEncoder() {
            @Override
            public byte[] encodeBody(String task, Object body, Set<String> allowed) {
                encoded.add(task);
                return super.encodeBody(task, body, allowed);
            }
        };
        Body0<Integer> body = () -> 1;
        var dag = Dag.named("shared");
        dag.task("a", body);
        dag.task("b", body);
        dag.compile(counting);
        assertThat(encoded).containsExactly("a");
    }

    @Test
    void aConstantIsEncodedAsAListOnlyWhenAnEachMapsOverIt() {
        var dag = Dag.named("lists");
        var mapped = dag.value("mapped", List.of(1));
        var shared = dag.value("shared", List.of(2));
        dag.each("e", mapped, shared, (element, all) -> element + all.size());
        Blueprint blueprint = dag.compile(encoder);
        assertThat(new String(blueprint.payload(0), StandardCharsets.UTF_8)).isEqualTo("list [1]");
        assertThat(new String(blueprint.payload(1), StandardCharsets.UTF_8)).isEqualTo("[2]");
        assertThat(blueprint.feedsEach(0)).isTrue();
        assertThat(blueprint.feedsEach(1)).isFalse();
    }

    @Test
    void constantsOfEqualBytesButAnotherCountAreNotTakenForEachOther() {
        var blunt = new PlainEncoder() {
            @Override
            public byte[] encodeConstant(String task, Object value, Set<String> allowed, boolean asList) {
                return new byte[] {1};
            }
        };
        var dag = Dag.named("counts");
        dag.value("text", "abc");
        dag.each("two", List.of(1, 2), n -> n);
        dag.each("three", List.of(1, 2, 3), n -> n);
        Blueprint blueprint = Blueprint.read(dag.compile(blunt).bytes());
        assertThat(blueprint.constantCount(blueprint.taskNamed("text"))).isEqualTo(-1);
        assertThat(blueprint.constantCount(blueprint.taskNamed("two.elements"))).isEqualTo(2);
        assertThat(blueprint.constantCount(blueprint.taskNamed("three.elements")))
                .isEqualTo(3);
    }

    @Test
    void aTaskThatReadsAnotherTwiceAndComesAfterItWaitsForItOnce() {
        var dag = Dag.named("twice");
        var one = dag.task("one", () -> 1);
        dag.task("two", one, one, Integer::sum).after(one);
        Blueprint blueprint = dag.compile(encoder);
        assertThat(blueprint.waitCounts()).containsExactly(0, 1);
        assertThat(blueprint.inputCount(1)).isEqualTo(2);
        assertThat(blueprint.successorCount(0)).isEqualTo(1);
    }

    @Test
    void contentDecidesTheDigest() {
        assertThat(tree(8).compile(encoder).digest())
                .isEqualTo(tree(8).compile(encoder).digest());
        assertThat(tree(8).compile(encoder).digest())
                .isNotEqualTo(tree(16).compile(encoder).digest());
    }

    private static TaskSpec runs(String name, List<String> inputs) {
        return new TaskSpec(name, new Work.Runs(BODY), inputs, List.of(), TaskOptions.DEFAULTS);
    }

    private static final Body BODY = Body.named("f");
}
