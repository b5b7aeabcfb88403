package dev.sampo.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a partition knows of durations. */
class ExperienceTest {
    private static final NodeId NODE = new NodeId("node");

    private final Ledger ledger = new Ledger();
    private final Experience experience = ledger.experience();
    private int jobs;

    private static Blueprint graph(String name, int tasks) {
        var dag = Dag.named(name);
        for (int task = 0; task < tasks; task++) {
            dag.task("step-" + task, () -> 1);
        }
        return dag.compile(new PlainEncoder());
    }

    private JobId submit(Blueprint graph) {
        var job = new JobId("job-" + ++jobs);
        apply(new JobEvent.JobAccepted(job, graph, JobOptions.DEFAULTS, 1));
        return job;
    }

    private void succeed(JobId job, int task, long micros) {
        var value = new Value.Inline(new byte[] {1}, Value.NO_LIST);
        apply(new JobEvent.TaskSucceeded(job, task, NODE, 1, new Fence(1, 1), value, micros, 1));
    }

    private void apply(Fact fact) {
        ledger.apply(fact, JobLedger.Changes.IGNORED);
    }

    @Test
    void theTasksOfASmallGraphAreKnownByName() {
        Blueprint graph = graph("small", 2);
        JobId job = submit(graph);
        succeed(job, 1, 70);

        assertThat(experience.of(graph, 0)).isNull();
        assertThat(experience.of(graph("small", 2), 1).all()).containsExactly(70);
        assertThat(experience.of(graph("other", 2), 1)).isNull();
    }

    @Test
    void theTasksOfALargeGraphThatDifferInANumberAreOneKind() {
        Blueprint graph = graph("large", Experience.SMALL + 1);
        JobId job = submit(graph);
        succeed(job, 3, 70);
        succeed(job, 150, 90);

        assertThat(experience.of(graph, 200).all()).containsExactly(70, 90);
    }

    @Test
    void theElementsOfAnEachAreOneKind() {
        var dag = Dag.named("each");
        dag.each("length", List.of("a", "bc"), String::length);
        Blueprint graph = dag.compile(new PlainEncoder());
        JobId job = submit(graph);
        Stretch elements = ledger.job(job).stretches().get(1);
        succeed(job, elements.first(), 5);
        succeed(job, elements.first() + 1, 7);

        assertThat(experience.of(graph, graph.taskNamed("length")).all()).containsExactly(5, 7);
    }

    @Test
    void aSuccessThatComesTwiceCountsOnce() {
        Blueprint graph = graph("small", 1);
        JobId job = submit(graph);
        succeed(job, 0, 70);
        succeed(job, 0, 700);

        assertThat(experience.of(graph, 0).all()).containsExactly(70);
    }

    @Test
    void itOutlivesTheJobItWasMadeBy() {
        Blueprint graph = graph("small", 1);
        JobId job = submit(graph);
        succeed(job, 0, 70);
        apply(new JobEvent.JobEnded(job, JobStatus.SUCCEEDED, "", 2));
        apply(new JobEvent.JobForgotten(job, 3));

        var restored = Ledger.restore(ledger.facts(), ledger.factCount());
        assertThat(restored.experience().of(graph, 0).all()).containsExactly(70);
    }

    @Test
    void aCheckpointCountsWhatItsJobsDidOnce() {
        Blueprint graph = graph("small", 1);
        succeed(submit(graph), 0, 70);
        succeed(submit(graph), 0, 90);

        var restored = Ledger.restore(ledger.facts(), ledger.factCount());
        assertThat(restored.experience().fact()).isEqualTo(experience.fact());
        assertThat(restored.experience().of(graph, 0).all()).containsExactly(70, 90);
    }

    @Test
    void theGraphThatWasNotSubmittedForTheLongestTimeIsForgottenFirst() {
        int names = Experience.SMALL;
        Blueprint first = graph("graph-0", names);
        for (int graph = 0; graph < Experience.KINDS_MAX / names; graph++) {
            run(graph("graph-" + graph, names));
        }
        run(first);
        run(graph("one-more", names));

        assertThat(experience.of(first, 0)).isNotNull();
        assertThat(experience.of(graph("graph-1", names), 0)).isNull();
        assertThat(experience.of(graph("graph-2", names), 0)).isNotNull();
        assertThat(experience.fact().kinds()).hasSize(Experience.KINDS_MAX);
    }

    private void run(Blueprint graph) {
        JobId job = submit(graph);
        for (int task = 0; task < graph.size(); task++) {
            succeed(job, task, 1);
        }
    }

    @Test
    void oneGraphOfManyKindsStaysWithinItsBounds() {
        var dag = Dag.named("many");
        for (int task = 0; task < Experience.KINDS_MAX + 10; task++) {
            dag.task("t" + task + "x", () -> 1);
        }
        run(dag.compile(new PlainEncoder()));

        assertThat(experience.fact().kinds()).hasSize(Experience.KINDS_MAX);
    }

    @Test
    void theLatestRunsCount() {
        var durations = new Samples();
        LongStream.rangeClosed(1, 100).forEach(durations::add);

        assertThat(durations.all()).hasSize(Samples.KEPT_MAX).startsWith(70).endsWith(100);
        assertThat(durations.median()).isEqualTo(85);
        assertThat(durations.quantile(0.95)).isEqualTo(99);
        assertThat(durations.quantile(1)).isEqualTo(100);
    }

    @Test
    void durationsAreSteadyWhenAllButTheOddOneOutAreNearTheMedian() {
        var durations = new Samples();
        durations.add(1_000);
        durations.add(1_000);
        assertThat(durations.isSteady(20)).as("two runs").isFalse();
        for (int run = 0; run < 20; run++) {
            durations.add(1_000 + run % 3 * 10);
        }
        durations.add(9_000);
        assertThat(durations.isSteady(20)).isTrue();
        assertThat(durations.isSteady(5)).isFalse();
    }

    @Test
    void othersAreToldOfTheGraphsThatWereSubmittedLastAndOfNoMoreThanThereIsRoomFor() {
        for (int i = 0; i < 300; i++) {
            succeed(submit(graph("dag-" + i, 1)), 0, 70);
        }
        assertThat(experience.gist(3, 1_000).kinds().stream().map(Fact.Experienced.Kind::dag))
                .containsExactly("dag-299", "dag-298", "dag-297");
        assertThat(experience.gist(1_000, 30).kinds())
                .as("by the length of their names")
                .hasSize(2);
    }

    @Test
    void whatTasksDiedOfIsToldFirst() {
        succeed(submit(graph("old", 1)), 0, 70);
        succeed(submit(graph("new", 1)), 0, 70);
        var kinds = new ArrayList<>(experience.fact().kinds());
        Fact.Experienced.Kind old = kinds.get(0);
        var lesson = new Experience.Lesson(1_000, false);
        kinds.set(0, new Fact.Experienced.Kind(old.dag(), old.name(), old.micros(), old.bytes(), lesson));

        assertThat(Experience.of(new Fact.Experienced(kinds)).gist(2, 1_000).kinds().stream()
                        .map(Fact.Experienced.Kind::dag))
                .containsExactly("old", "new");
    }

    @Test
    void aFewRunsStandForAll() {
        Blueprint graph = graph("dag", 1);
        LongStream.rangeClosed(1, 31).forEach(micros -> succeed(submit(graph), 0, 100 * micros));

        Samples few = Experience.of(experience.gist(1, 1_000)).of(graph, 0);
        assertThat(few.all()).hasSize(7);
        assertThat(few.median()).isEqualTo(experience.of(graph, 0).median());
    }

    @Test
    void whatRunsAsEverIsNoNews() {
        Blueprint graph = graph("dag", 1);
        LongStream.range(0, 31).forEach(run -> succeed(submit(graph), 0, 1_000));
        assertThat(experience.changes()).as("whenever there were twice as many").isEqualTo(5);
        LongStream.range(0, 100).forEach(run -> succeed(submit(graph), 0, 1_050));
        assertThat(experience.changes()).isEqualTo(5);
        LongStream.range(0, 31).forEach(run -> succeed(submit(graph), 0, 2_000));
        assertThat(experience.changes()).isEqualTo(6);
    }
}
