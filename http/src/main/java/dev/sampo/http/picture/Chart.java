package dev.sampo.http.picture;

import dev.sampo.http.api.TimelineView;
import dev.sampo.http.api.TimelineView.Bar;
import dev.sampo.job.JobLedger;
import dev.sampo.planning.TaskSummary;
import dev.sampo.story.CriticalPath;
import dev.sampo.story.Needs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When tasks ran on which node: of many, the longest as bars, and of all, how many ran at a time. What is too short to be seen in
 * what is asked for is seen in a part of it.
 */
final class Chart {
    private static final int PARTS = 120;
    private static final int STEPS_MAX = 200;
    private static final int TASK_BITS = 24;

    private final JobLedger job;
    private final Needs needs;
    private final Runs runs;
    private final long now;
    private final long from;
    private final long to;
    private final Map<String, double[]> load = new TreeMap<>();
    private final List<Bar> runningBars = new ArrayList<>();

    Chart(JobLedger job, Needs needs, Runs runs, long now, long from, long to) {
        this.job = job;
        this.needs = needs;
        this.runs = runs;
        this.now = now;
        this.from = Math.min(from, now);
        this.to = Math.max(this.from + 1, Math.min(to, now));
    }

    void running(TaskSummary task, long since) {
        if (since <= to && now >= from) {
            spread(task.node(), since, now);
            runningBars.add(new Bar(task.number(), task.name(), task.node(), since, now, "assigned"));
        }
    }

    TimelineView draw(int barsMax) {
        int size = job.size();
        long[] byLength = new long[size];
        int found = 0;
        for (int task = 0; task < size; task++) {
            long end = runs.ended(task) - job.acceptedAt();
            long start = Math.max(0, end - runs.millis(task));
            if (runs.ended(task) != Runs.NEVER && end >= from && start <= to) {
                spread(runs.node(task), start, end);
                byLength[found++] = runs.millis(task) << TASK_BITS | task;
            }
        }
        Arrays.sort(byLength, 0, found);
        int room = Math.max(0, barsMax - runningBars.size());
        List<Bar> bars = new ArrayList<>(runningBars);
        for (int i = found - 1; i >= Math.max(0, found - room); i--) {
            bars.add(bar((int) (byLength[i] & (1 << TASK_BITS) - 1)));
        }
        addVain(bars);
        return new TimelineView(
                job.id().value(),
                job.acceptedAt(),
                now,
                from,
                to,
                lanes(bars),
                Math.max(0, found - room),
                CriticalPath.of(job, needs, runs::ended, STEPS_MAX).stream()
                        .map(this::bar)
                        .toList());
    }

    private Bar bar(int task) {
        long end = runs.ended(task) - job.acceptedAt();
        return new Bar(task, job.nameOf(task), runs.node(task), Math.max(0, end - runs.millis(task)), end, "succeeded");
    }

    private void addVain(List<Bar> bars) {
        for (Runs.Vain each : runs.vain()) {
            long at = each.at() - job.acceptedAt();
            if (at >= from && at <= to) {
                load.computeIfAbsent(each.node().value(), node -> new double[PARTS]);
                bars.add(new Bar(
                        each.task(), job.nameOf(each.task()), each.node().value(), at, at, each.state()));
            }
        }
    }

    private void spread(String node, long start, long end) {
        double[] parts = load.computeIfAbsent(node, name -> new double[PARTS]);
        double width = (double) (to - from) / PARTS;
        int first = (int) Math.max(0, (start - from) / width);
        int last = (int) Math.min(PARTS - 1, (end - from) / width);
        for (int part = first; part <= last; part++) {
            double begin = from + part * width;
            parts[part] += Math.max(0, Math.min(end, begin + width) - Math.max(start, begin)) / width;
        }
    }

    private List<TimelineView.Lane> lanes(List<Bar> bars) {
        var byNode = new TreeMap<String, List<Bar>>();
        load.keySet().forEach(node -> byNode.put(node, new ArrayList<>()));
        bars.forEach(bar -> byNode.get(bar.node()).add(bar));
        return byNode.entrySet().stream()
                .map(lane -> new TimelineView.Lane(lane.getKey(), lane.getValue(), rounded(load.get(lane.getKey()))))
                .toList();
    }

    private static List<Double> rounded(double[] parts) {
        return Arrays.stream(parts)
                .mapToObj(part -> Math.round(part * 100) / 100.0)
                .toList();
    }
}
