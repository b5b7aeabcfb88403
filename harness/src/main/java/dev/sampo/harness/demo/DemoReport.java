package dev.sampo.harness.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sampo.Job;
import dev.sampo.harness.demo.Demo.Kill;
import dev.sampo.harness.demo.DemoText.Findings;
import dev.sampo.harness.demo.RunLog.Run;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the demo did.
 *
 * @param correct the result is what a plain loop gives, and every node ran bodies
 * @param tasks that run a body
 * @param runs bodies that began, by their own account
 * @param reruns how many of them were not the first of their task
 * @param finishedRerun how many began although their task had succeeded
 * @param lost tasks that never succeeded
 * @param failoverMillis from the kill of the scheduler to the first task that another placed
 */
record DemoReport(
        boolean correct,
        String job,
        int tasks,
        double seconds,
        int kills,
        int runs,
        int reruns,
        @JsonProperty("finished_rerun") int finishedRerun,
        int lost,
        @JsonProperty("failover_ms") long failoverMillis,
        long words,
        long letters,
        Map<String, Integer> runsByNode,
        List<Kill> killed,
        List<JobTally.Kind> kinds) {

    private static final int BAR_WIDTH = 32;

    static DemoReport of(
            boolean isRight, Findings found, Job job, double seconds, List<Kill> kills, List<Run> runs, int nodes) {
        JobTally tally = JobTally.of(job);
        var byNode = new TreeMap<String, Integer>();
        runs.forEach(run -> byNode.merge(run.node(), 1, Integer::sum));
        int tasks = tally.kinds().stream().mapToInt(JobTally.Kind::tasks).sum();
        long distinct = runs.stream().map(Run::task).distinct().count();
        long afterSuccess = runs.stream()
                .filter(run -> run.at() > tally.successes().getOrDefault(run.task(), Long.MAX_VALUE))
                .count();
        return new DemoReport(
                isRight && byNode.size() == nodes && kills.size() == 2,
                job.id(),
                tasks,
                seconds,
                kills.size(),
                runs.size(),
                runs.size() - (int) distinct,
                (int) afterSuccess,
                (int) distinct - tally.successes().size(),
                kills.get(kills.size() - 1).failoverMillis(),
                found.wordCount(),
                found.letters(),
                byNode,
                List.copyOf(kills),
                tally.kinds());
    }

    String text() {
        var text = new StringBuilder();
        line(text, "%d tasks in %.1f s on %d processes, two of them killed", tasks, seconds, runsByNode.size());
        line(text, "");
        line(text, "  %-10s %6s %10s %10s", "kind", "tasks", "mean", "all");
        double longest =
                kinds.stream().mapToDouble(JobTally.Kind::seconds).max().orElse(0);
        kinds.forEach(kind -> line(text, "%s", row(kind, longest).stripTrailing()));
        line(text, "");
        killed.forEach(kill -> line(
                text,
                "  %-10s %s, the %s, after %d tasks; its work went on after %.1f s",
                "kill -9",
                kill.node(),
                kill.role(),
                kill.tasksDone(),
                kill.failoverMillis() / 1e3));
        runsByNode.forEach((node, count) -> line(text, "  %-10s %s ran %d bodies", "node", node, count));
        line(text, "  %-10s %d bodies began for %d tasks: %d were cut off and ran again", "runs", runs, tasks, reruns);
        line(text, "  %-10s %d finished tasks ran again, %d tasks lost", "journal", finishedRerun, lost);
        line(text, "  %-10s %s", "checked", verdict());
        line(text, "");
        line(text, "Next:");
        line(text, "  ./sampo node --port 7355        a node of your own cluster; it says how to start the second");
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
                        : "WRONG: %,d words and %,d letters; they differ from what was counted directly, or a node"
                                + " did nothing, or was not killed",
                words,
                letters);
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
