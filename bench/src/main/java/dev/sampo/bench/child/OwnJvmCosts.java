package dev.sampo.bench.child;

import static dev.sampo.resource.Resources.cpus;

import dev.sampo.Sampo;
import dev.sampo.dag.AnyHandle;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;

/** The same task many times, one after the other, in the node's JVM and in one of its own; and how long that takes to start. */
public final class OwnJvmCosts {
    private static final int CALLS = 500;
    private static final int ROUNDS = 3;

    private OwnJvmCosts() {}

    public static void main(String[] arguments) {
        try (var sampo = Sampo.local()) {
            millisEach(sampo, false, CALLS);
            System.out.printf("first: %.0f ms%n", millisEach(sampo, true, 1));
            for (int round = 0; round < ROUNDS; round++) {
                double there = millisEach(sampo, true, CALLS);
                double here = millisEach(sampo, false, CALLS);
                System.out.printf("warm: %.3f ms, in the node's JVM %.3f ms, %.1f times%n", there, here, there / here);
            }
        }
    }

    private static double millisEach(Sampo sampo, boolean inOwnJvm, int calls) {
        var dag = Dag.named("costs");
        Handle<Integer> last = null;
        for (int call = 0; call < calls; call++) {
            last = last == null ? dag.task("t0", () -> 0) : dag.task("t" + call, last, before -> before + 1);
            wish(last, inOwnJvm);
        }
        long began = System.nanoTime();
        sampo.submit(dag).await(last);
        return (System.nanoTime() - began) / 1e6 / calls;
    }

    private static void wish(AnyHandle<?> task, boolean inOwnJvm) {
        task.needs(cpus(1).memory("64 MiB"));
        if (inOwnJvm) {
            task.inOwnJvm();
        }
    }
}
