package dev.sampo.dag;

import static dev.sampo.resource.Resources.cpus;
import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Problem.Kind;
import dev.sampo.resource.Quota;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeasibilityTest {
    private static final List<NodeOffer> NODES = List.of(
            new NodeOffer("n2", cpus(4).memory("16GB"), Map.of("disk", "hdd", "zone", "b")),
            new NodeOffer("n1", cpus(8).memory("4GB").and("licence", 2), Map.of("disk", "nvme", "zone", "a")));
    private final Dag dag = Dag.named("wishes");

    @Test
    void whatFitsSomeNodeIsNoProblem() {
        dag.task("wide", () -> 1).needs(cpus(8));
        dag.task("deep", () -> 1).needs(cpus(1).memory("16GB"));
        dag.task("labelled", () -> 1).where(label("disk").is("nvme")).needs(cpus(8).and("licence", 2));
        assertThat(check()).isEmpty();
    }

    @Test
    void aResourceNobodyHasIsNamedWithThoseThatExist() {
        dag.task("a", () -> 1).needs(cpus(1).and("license", 1));
        assertThat(check())
                .containsExactly(new Problem(
                        Kind.UNKNOWN_RESOURCE,
                        "a",
                        "needs the resource \"license\", which no node has; there are cpus, memory, gpus, licence"));
    }

    @Test
    void anImpossibleNeedNamesTheNearestNodeAndWhatItLacks() {
        dag.task("a", () -> 1).needs(cpus(5).memory("16GB"));
        dag.task("b", () -> 1).needs(cpus(1).gpus(1));
        assertThat(check())
                .containsExactly(
                        new Problem(
                                Kind.NEVER_FITS,
                                "a",
                                "needs cpus=5 memory=16GiB, more than any node has; nearest is n2, which lacks cpus=1"),
                        new Problem(
                                Kind.NEVER_FITS,
                                "b",
                                "needs cpus=1 gpus=1, more than any node has; nearest is n1, which lacks gpus=1"));
    }

    @Test
    void theNearestNodeIsOneThatMayBeUsed() {
        dag.task("a", () -> 1).needs(cpus(10)).where(label("disk").is("hdd"));
        assertThat(check()).singleElement().satisfies(problem -> assertThat(problem.what())
                .isEqualTo("needs cpus=10, more than any node where disk=hdd has; nearest is n2, which lacks"
                        + " cpus=6"));
    }

    @Test
    void aSelectorThatNoNodeMatchesNamesTheLabelsThatExist() {
        dag.task("a", () -> 1).where(label("disk").is("tape"));
        assertThat(check()).singleElement().satisfies(problem -> assertThat(problem.what())
                .isEqualTo("asks for nodes where disk=tape, and none is; there are the labels disk=hdd|nvme,"
                        + " zone=a|b"));
    }

    @Test
    void aPreferenceIsNeverAProblem() {
        dag.task("a", () -> 1).prefer(label("disk").is("tape"));
        assertThat(check()).isEmpty();
    }

    @Test
    void tasksWithTheSameComplaintShareOneProblem() {
        for (int i = 0; i < 10_000; i++) {
            dag.task("t" + i, () -> 1).needs(cpus(1).and("magic", 1 + i % 7));
        }
        assertThat(check()).singleElement().satisfies(problem -> assertThat(problem.what())
                .endsWith("(also t7, t14, t21 and 9996 more)"));
    }

    @Test
    void aTaskMayHaveSeveralComplaints() {
        dag.task("a", () -> 1).needs(cpus(100).and("magic", 1).and("wand", 1));
        assertThat(check())
                .extracting(Problem::kind)
                .containsExactly(Kind.UNKNOWN_RESOURCE, Kind.UNKNOWN_RESOURCE, Kind.NEVER_FITS);
    }

    @Test
    void constantsNeedNothing() {
        dag.value("v", 1);
        dag.task("a", () -> 1).needs(cpus(0));
        var nodes = List.of(new NodeOffer("empty", cpus(0), Map.of()));
        assertThat(Feasibility.check(dag.compile(new PlainEncoder()), nodes, Quota.NONE, "default"))
                .isEmpty();
    }

    @Test
    void nothingIsSaidWhileThereAreNoNodes() {
        dag.task("a", () -> 1).needs(cpus(1_000));
        assertThat(Feasibility.check(dag.compile(new PlainEncoder()), List.of(), Quota.NONE, "default"))
                .isEmpty();
    }

    @Test
    void theOrderOfTheNodesDoesNotMatter() {
        dag.task("a", () -> 1).needs(cpus(100)).where(label("zone").isPresent());
        var reversed = new ArrayList<>(NODES);
        Collections.reverse(reversed);
        assertThat(Feasibility.check(dag.compile(new PlainEncoder()), reversed, Quota.NONE, "default"))
                .isEqualTo(check());
    }

    private List<Problem> check() {
        return Feasibility.check(dag.compile(new PlainEncoder()), NODES, Quota.NONE, "default");
    }
}
