package dev.sampo.harness.soak;

import dev.sampo.dag.TaskContext;
import dev.sampo.harness.history.Entry.Capacity;
import dev.sampo.harness.history.Entry.Moment;
import dev.sampo.harness.history.Entry.Run;
import dev.sampo.harness.history.Recorder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What a task of the soak does, wherever it runs: says that it starts and what it holds, takes its time, says that it ends.
 *
 * @param histories where to say it
 * @param salt makes its value unlike that of others
 * @param length of the value, in numbers; a long one stays on its node
 * @param stumbles whether the first attempt fails
 */
record Work(String histories, long salt, int millis, int milliCpus, long memory, int length, boolean stumbles) {
    /** What every node of a soak has to give. */
    static final int NODE_CPUS = 4;

    static final long NODE_MEMORY = 1L << 30;

    private static final int MILLI = 1_000;
    private static final Map<String, Recorder> RECORDERS = new ConcurrentHashMap<>();

    static final class Stumble extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stumble() {
            super("the first attempt at this task fails on purpose");
        }
    }

    long[] run(List<long[]> inputs, TaskContext context) throws InterruptedException {
        // Stamped before the first body of a process waits for what it takes to write at all, which can be seconds.
        Run start = moment(Moment.START, context, null);
        Recorder recorder = RECORDERS.computeIfAbsent(histories, directory -> begin(directory, context.node()));
        recorder.record(start);
        Boolean ok = null;
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
            if (stumbles && context.attempt() == 1) {
                ok = false;
                throw new Stumble();
            }
            long[] value = new long[length];
            value[0] = value(inputs.stream().mapToLong(input -> input[0]).sum());
            ok = true;
            return value;
        } finally {
            recorder.record(moment(Moment.END, context, ok));
        }
    }

    /** What comes out when the inputs come to this sum. */
    long value(long sum) {
        long mixed = (sum ^ salt) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 31;
    }

    private static Recorder begin(String directory, String node) {
        Recorder recorder = Recorder.in(Path.of(directory), node);
        recorder.record(new Capacity(System.nanoTime(), node, pid(), (long) NODE_CPUS * MILLI, NODE_MEMORY));
        return recorder;
    }

    private Run moment(Moment moment, TaskContext context, Boolean ok) {
        return new Run(
                System.nanoTime(),
                context.node(),
                pid(),
                moment,
                context.jobId(),
                context.task(),
                context.attempt(),
                context.fencingToken().term(),
                context.fencingToken().serial(),
                milliCpus,
                memory,
                ok);
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }
}
