package dev.sampo.cli.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/**
 * What was measured: medians, unless another part is named.
 *
 * @param cpus processors that this process may use
 * @param tasks of a round, which do nothing and do not depend on each other
 * @param tasksPerSecond from the submit to the end of the job
 * @param hops tasks of the chain
 * @param hopMicros what a task of a chain takes: from the submit to the end of its job, divided by the tasks
 * @param submitMillis until a job is known to be on stable storage
 * @param submitMillisP99 which one of a hundred takes longer than
 * @param syncsPerSecond appends to a file, each made safe before the next; no part of Sampo
 */
record BenchReport(
        int cpus,
        String java,
        String system,
        int tasks,
        double tasksPerSecond,
        int hops,
        double hopMicros,
        int submits,
        double submitMillis,
        double submitMillisP99,
        double syncsPerSecond,
        double syncMillisP99) {

    /** To three figures: there is no more to it. */
    static double rounded(double value) {
        return new BigDecimal(value).round(new MathContext(3)).doubleValue();
    }

    String text() {
        return "one node in this process, " + cpus + " cpus, Java " + java + ", " + system + "\n"
                + line("tasks", tasksPerSecond, "a second", tasks + " that do nothing, from submit to end")
                + line("hop", hopMicros, "us", "a task of a chain of " + hops + ", from submit to end")
                + line(
                        "submit",
                        submitMillis,
                        "ms",
                        "until a job is on stable storage; 1 of 100 takes longer than " + submitMillisP99 + " ms")
                + line(
                        "disk",
                        syncsPerSecond,
                        "syncs/s",
                        "4 KiB each, one after the other; 1 of 100 takes longer than " + syncMillisP99 + " ms")
                + "medians; whatever else ran on the machine at the time is in them";
    }

    private static String line(String what, double value, String unit, String about) {
        String number = value >= 100 ? String.format(Locale.ROOT, "%,.0f", value) : Double.toString(value);
        return String.format(Locale.ROOT, "  %-8s%9s %-10s%s%n", what, number, unit, about);
    }
}
