package dev.sampo.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Keeps the benchmarks runnable; says nothing about time. */
class BenchmarksTest {
    @Test
    void everyBenchmarkRunsWithEachOfItsParameters() throws RunnerException {
        System.setProperty("jmh.ignoreLock", "true");
        var once = new OptionsBuilder()
                .forks(0)
                .mode(Mode.SingleShotTime)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.NONE)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();

        Collection<RunResult> results = new Runner(once).run();

        var ran = new TreeSet<String>();
        results.forEach(result -> ran.add(result.getParams().getBenchmark()));
        var known = new TreeSet<String>();
        BenchmarkList.defaultList()
                .getAll(null, java.util.List.of())
                .forEach((BenchmarkListEntry entry) -> known.add(entry.getUsername()));
        assertThat(ran).isEqualTo(known).isNotEmpty();
    }
}
