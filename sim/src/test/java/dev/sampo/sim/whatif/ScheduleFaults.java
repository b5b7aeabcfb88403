package dev.sampo.sim.whatif;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is wrong with a schedule, found from the workload and the schedule alone: nothing of the scheduler is asked. */
final class ScheduleFaults {
    private static final double INEXACT = 0.01;

    private final Workload workload;
    private final List<ScheduleRow> rows;
    private final Map<String, Workload.Node> nodes;
    private final Map<String, ScheduleRow> byTask = new HashMap<>();
    private final Map<String, Workload.Task> tasks = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    private ScheduleFaults(Workload workload, List<ScheduleRow> rows) {
        this.workload = workload;
        this.rows = rows;
        this.nodes = workload.nodes().stream().collect(Collectors.toMap(Workload.Node::id, node -> node));
    }

    static List<String> of(Workload workload, List<ScheduleRow> rows) {
        var check = new ScheduleFaults(workload, rows);
        rows.stream().filter(row -> check.byTask.put(row.task(), row) != null).forEach(row -> check.add(row, "twice"));
        workload.tasks().forEach(check::look);
        rows.forEach(check::lookAtRoom);
        return check.faults;
    }

    private void add(ScheduleRow row, String what) {
        faults.add(row + ": " + what);
    }

    private void look(Workload.Task task) {
        tasks.put(task.id(), task);
        ScheduleRow row = byTask.get(task.id());
        if (row == null) {
            faults.add(task.id() + " is missing");
            return;
        }
        Workload.Node node = nodes.get(row.node());
        boolean mayRun = task.on().isEmpty() || task.on().contains(node.id());
        if (!mayRun || !node.labels().entrySet().containsAll(task.labels().entrySet())) {
            add(row, "not there");
        }
        if (Math.abs(row.end() - row.start() - task.durationOn(node)) > INEXACT) {
            add(row, "takes " + task.durationOn(node));
        }
        for (int dep : task.deps()) {
            ScheduleRow earlier = byTask.get(workload.tasks().get(dep).id());
            if (earlier == null || earlier.end() > row.start()) {
                add(row, "begins before the end of " + earlier);
            }
        }
    }

    /** What is used only grows when something begins. */
    private void lookAtRoom(ScheduleRow begins) {
        nodes.get(begins.node()).capacity().forEach((resource, capacity) -> {
            double used = rows.stream()
                    .filter(row -> row.node().equals(begins.node()))
                    .filter(row -> row.start() <= begins.start() && begins.start() < row.end())
                    .mapToDouble(row -> tasks.get(row.task()).needs().getOrDefault(resource, 0.0))
                    .sum();
            if (used > capacity + INEXACT) {
                add(begins, used + " of " + capacity + " " + resource);
            }
        });
    }
}
