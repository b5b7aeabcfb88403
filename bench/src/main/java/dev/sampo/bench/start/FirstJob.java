package dev.sampo.bench.start;

import dev.sampo.Sampo;
import dev.sampo.dag.Dag;
import java.time.Duration;

/** Starts a Sampo of one JVM, runs one task, and says how much processor time had gone by then; nothing is warm. */
public final class FirstJob {
    private FirstJob() {}

    public static void main(String[] arguments) {
        Duration jvm = cpu();
        try (var sampo = Sampo.local()) {
            Duration started = cpu();
            var dag = Dag.named("first");
            var answer = dag.task("answer", () -> 42);
            int value = sampo.submit(dag).await(answer);
            System.out.printf(
                    "cpu: jvm %.2f s, started %.2f s, first value (%d) %.2f s%n",
                    seconds(jvm), seconds(started), value, seconds(cpu()));
        }
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }
}
