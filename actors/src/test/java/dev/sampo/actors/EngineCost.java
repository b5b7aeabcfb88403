package dev.sampo.actors;

import com.sun.management.OperatingSystemMXBean;
import dev.sampo.dag.Dag;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/** Not a test: prints what a tiny task costs through a whole engine. Arguments: rounds, tasks. */
final class EngineCost {
    private EngineCost() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        int tasks = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 10_000;
        var kit = ActorTestKit.create("EngineCost", TestEngine.config());
        var os = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (var engine = TestEngine.start(kit, TestEngine.settings())) {
            for (int round = 0; round < rounds; round++) {
                long cpu = os.getProcessCpuTime();
                long wall = System.nanoTime();
                boolean isChain = arguments.length > 2;
                if (isChain) {
                    chain(engine, "job-" + round, tasks);
                } else {
                    squares(engine, "job-" + round, tasks);
                }
                wall = System.nanoTime() - wall;
                cpu = os.getProcessCpuTime() - cpu;
                System.out.printf(
                        "%s round %d: %.1f ms, %.2f us wall and %.2f us CPU per task%n",
                        isChain ? "chain" : "each", round, wall / 1e6, wall / 1e3 / tasks, cpu / 1e3 / tasks);
            }
        } finally {
            kit.shutdownTestKit();
        }
    }

    private static void squares(TestEngine engine, String id, int tasks) {
        var dag = Dag.named("squares");
        var numbers =
                dag.task("numbers", () -> IntStream.range(0, tasks).boxed().toList());
        var squares = dag.each("squares", numbers, n -> (long) n * n);
        dag.task("sum", squares.all(), (List<Long> all) -> all.size());
        engine.await(engine.submit(id, dag));
    }

    private static void chain(TestEngine engine, String id, int tasks) {
        var dag = Dag.named("chain");
        var last = dag.value("start", 0);
        for (int i = 0; i < tasks; i++) {
            last = dag.task("step-" + i, last, n -> n + 1);
        }
        engine.await(engine.submit(id, dag));
    }
}
