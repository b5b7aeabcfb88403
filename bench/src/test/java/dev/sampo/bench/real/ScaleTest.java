package dev.sampo.bench.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.actors.body.UserCode;
import dev.sampo.dag.Handle;
import dev.sampo.sim.whatif.Estimates;
import dev.sampo.sim.whatif.Question;
import dev.sampo.sim.whatif.Schedule;
import dev.sampo.sim.whatif.WhatIf;
import dev.sampo.sim.whatif.Workload;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScaleTest {
    private static final double MEAN_MILLIS = 100;

    /** In a row, of a mean that no whole number of milliseconds is a multiple of. */
    private static Workload row(double... durations) {
        List<Workload.Task> tasks = IntStream.range(0, durations.length)
                .mapToObj(i -> new Workload.Task(
                        "t" + i,
                        durations[i],
                        Map.of("cpu", 1.0),
                        i == 0 ? List.of() : List.of(i - 1),
                        Map.of(),
                        List.of(),
                        Map.of()))
                .toList();
        return new Workload("row", tasks, List.of(node("n")));
    }

    private static Workload.Node node(String id) {
        return new Workload.Node(id, Map.of("cpu", 1.0), Map.of(), 1);
    }

    private static Schedule simulated(Workload workload) {
        return WhatIf.run(workload, Question.of("critical-path", Estimates.EXACT));
    }

    @Test
    void theSimulatorAndTheClusterAreToldTheSameDurations() {
        Workload scaled = Scale.scaled(row(1, 2, 7, 9, 10), MEAN_MILLIS);
        var tasks = new Tasks(scaled, Scale.MILLIS_PER_UNIT, "row");
        var graph = tasks.dag()
                .compile(UserCode.of(ScaleTest.class.getClassLoader()).encoder());
        long told = tasks.handles().stream()
                .map(Handle::name)
                .mapToLong(name -> graph.expectedMicros(graph.taskNamed(name)))
                .sum();

        double makespan = simulated(scaled).makespan() * Scale.MILLIS_PER_UNIT * 1_000;

        assertThat(Math.round(makespan)).isEqualTo(told);
    }

    @Test
    void whatEndsInOneMomentInTheFileDoesSoAfterwards() {
        Workload scaled = Scale.scaled(row(1, 2, 3, 7, 10), MEAN_MILLIS);

        double[] millis = scaled.tasks().stream()
                .mapToDouble(task -> task.duration() * Scale.MILLIS_PER_UNIT)
                .toArray();

        assertThat(Math.round(millis[0]) + Math.round(millis[1])).isEqualTo(Math.round(millis[2]));
        assertThat(Math.round(millis[2]) + Math.round(millis[3])).isEqualTo(Math.round(millis[4]));
        assertThat(millis).satisfies(all -> assertThat(IntStream.range(0, all.length)
                        .mapToDouble(i -> all[i])
                        .average()
                        .orElseThrow())
                .isBetween(MEAN_MILLIS, MEAN_MILLIS + 10));
    }

    @Test
    void durationsInSmallUnitsAreMadeShorter() {
        Workload scaled = Scale.scaled(row(40_000, 60_000), MEAN_MILLIS);

        assertThat(scaled.tasks())
                .extracting(task -> Math.round(task.duration() * Scale.MILLIS_PER_UNIT))
                .containsExactly(80L, 120L);
    }

    @Test
    void nodesKeepTheirOrderWhenTheyAreNamedByNumber() {
        Workload two = new Workload("two", row(1, 2).tasks(), List.of(node("small"), node("big")));

        assertThat(Scale.scaled(two, MEAN_MILLIS).nodes())
                .extracting(Workload.Node::id)
                .containsExactly("big", "small");
    }
}
