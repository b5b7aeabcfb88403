package dev.sampo.cli;

import dev.sampo.cli.DemoText.Findings;
import dev.sampo.planning.JobSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What the demo did.
 *
 * @param tasks all of the job's; a map over elements is one besides them, without a body of its own
 * @param journalBytes of records and snapshots; what the journal keeps in reserve does not count
 * @param data where the journal is; empty when it is gone with the demo
 */
record DemoReport(
        boolean correct,
        String job,
        int tasks,
        double seconds,
        double tasksPerSecond,
        long words,
        long letters,
        long journalBytes,
        String data,
        JobTally tally) {

    private static final int BAR_WIDTH = 32;

    static DemoReport of(
            JobSummary job,
            boolean correct,
            Findings found,
            double seconds,
            JobTally tally,
            Path data,
            boolean isTemporary)
            throws IOException {
        return new DemoReport(
                correct,
                job.job().value(),
                job.tasks(),
                seconds,
                job.tasks() / seconds,
                found.wordCount(),
                found.letters(),
                Directories.bytes(data.resolve("journal"), ".log", ".snapshot"),
                isTemporary ? "" : data.toString(),
                tally);
    }

    String text() {
        var text = new StringBuilder();
        line(text, "%d tasks in %.2f s, %.0f a second", tasks, seconds, tasksPerSecond);
        line(text, "");
        line(text, "  %-10s %6s %10s %10s", "kind", "tasks", "mean", "all");
        double longest =
                tally.kinds().stream().mapToDouble(JobTally.Kind::seconds).max().orElse(0);
        tally.kinds().forEach(kind -> line(text, "%s", row(kind, longest).stripTrailing()));
        line(text, "");
        for (Map.Entry<String, Integer> node : tally.tasksByNode().entrySet()) {
            line(text, "  %-10s %s ran %d bodies", "node", node.getKey(), node.getValue());
        }
        line(text, "  %-10s %s%s", "journal", size(journalBytes), data.isEmpty() ? "" : " in " + data);
        line(text, "  %-10s %s", "checked", verdict());
        line(text, "");
        line(text, "Next:");
        line(text, "  ./sampo run                     the samples, small programs to read and run");
        line(text, "  ./sampo simulate --seeds 1000   the scheduler under crashes, losses and partitions");
        text.append("  ./sampo --help                  all commands");
        return text.toString();
    }

    private static String row(JobTally.Kind kind, double longest) {
        int bar = longest == 0 ? 0 : (int) Math.round(BAR_WIDTH * kind.seconds() / longest);
        return String.format(
                Locale.ROOT,
                "  %-10s %6d %7.2f ms %7.2f s  %s",
                kind.name(),
                kind.tasks(),
                1000 * kind.seconds() / kind.tasks(),
                kind.seconds(),
                "#".repeat(bar));
    }

    private String verdict() {
        return String.format(
                Locale.ROOT,
                correct
                        ? "%,d words and %,d letters, the same as counted directly"
                        : "WRONG: %,d words and %,d letters differ from what was counted directly",
                words,
                letters);
    }

    private static String size(long bytes) {
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / (1024.0 * 1024));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
