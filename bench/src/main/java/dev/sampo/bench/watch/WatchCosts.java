package dev.sampo.bench.watch;

import com.sun.management.OperatingSystemMXBean;
import dev.sampo.Sampo;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Each;
import dev.sampo.metrics.SampoMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The processor time of a task that does nothing (W1: no edges, empty bodies) in one process: while nobody listens, while
 * a listener hears of everything and does nothing, and while metrics are counted. The ways take turns, so that what else
 * the machine does falls on all of them.
 */
public final class WatchCosts {
    private static final int WARM_UP = 4;
    private static final long REST_MILLIS = 200;

    private final int tasks;
    private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private WatchCosts(int tasks) {
        this.tasks = tasks;
    }

    /** @param watch begins to watch, and gives back what ends it */
    private record Way(Micros micros, Function<Sampo, Runnable> watch) {}

    public static void main(String[] args) {
        int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 20_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 15;
        var costs = new WatchCosts(tasks);
        List<Way> ways = List.of(
                new Way(new Micros("nobody listens", rounds), sampo -> () -> {}),
                new Way(new Micros("a listener", rounds), sampo -> sampo.listen(event -> {})),
                new Way(new Micros("metrics", rounds), WatchCosts::metrics));
        try (Sampo sampo = Sampo.local()) {
            for (int round = -WARM_UP; round < rounds; round++) {
                for (Way way : ways) {
                    way.micros().put(round, costs.run(sampo, way));
                }
            }
        }
        ways.forEach(way -> System.out.println(way.micros()));
    }

    private static Runnable metrics(Sampo sampo) {
        SampoMetrics metrics = SampoMetrics.of(sampo, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        return metrics::close;
    }

    /** What waits for a listener costs, too. */
    private static void rest() {
        try {
            Thread.sleep(REST_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private double run(Sampo sampo, Way way) {
        List<Integer> numbers =
                new ArrayList<>(IntStream.range(0, tasks).boxed().toList());
        var dag = Dag.named("flat");
        Each<Integer> ends = dag.each("echo", numbers, (Integer number) -> number);
        Runnable end = way.watch().apply(sampo);
        long before = process.getProcessCpuTime();
        sampo.submit(dag).await(ends);
        rest();
        long cpu = process.getProcessCpuTime() - before;
        end.run();
        return cpu / 1e3 / tasks;
    }
}
