package dev.sampo.http.cli;

import dev.sampo.command.ElementsOf;
import dev.sampo.dag.DagSpec;
import dev.sampo.dag.Kinds;
import dev.sampo.dag.TaskSpec;
import dev.sampo.dag.TaskSpec.Work;
import dev.sampo.story.ToldEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far the stages of a job are, by its events: a stage is an each, or all tasks whose names differ in the number at the end only. */
final class Stages implements Progress {
    private static final String FOR_GOOD = ", for good";

    /** One of them; how many there are is known of what is written down. */
    static final class Stage {
        final String name;
        int total;
        boolean isEach;
        boolean isOpen;
        int done;
        int failed;
        int retries;

        Stage(String name) {
            this.name = name;
        }
    }

    private final Map<String, Stage> byName = new LinkedHashMap<>();
    private final Map<String, String> stageOf = new HashMap<>();
    /** Tasks of the job before any each has its elements. */
    private final int written;

    private boolean isOver;

    Stages(DagSpec dag) {
        written = dag.tasks().size();
        var constants = new HashMap<String, Object>();
        for (TaskSpec task : dag.tasks()) {
            if (task.work() instanceof Work.Holds holds) {
                constants.put(task.name(), holds.value());
            } else if (!isGlue(task)) {
                add(task, constants);
            }
        }
    }

    private void add(TaskSpec task, Map<String, Object> constants) {
        boolean isEach = task.work() instanceof Work.Maps;
        String name = isEach ? task.name() : Kinds.of(task.name());
        Stage stage = byName.computeIfAbsent(name, Stage::new);
        stageOf.put(task.name(), name);
        stage.isEach = isEach;
        if (!isEach) {
            stage.total++;
        } else if (constants.get(task.inputs().get(0)) instanceof Collection<?> elements) {
            stage.total += elements.size();
        } else {
            stage.isOpen = true;
        }
    }

    /** What takes the elements out of what a command wrote. */
    private static boolean isGlue(TaskSpec task) {
        return task.work() instanceof Work.Runs runs && runs.body() instanceof ElementsOf;
    }

    /** Where only one each is open, its elements are those that the job has beyond what is known. */
    synchronized void jobHas(int tasks) {
        List<Stage> open =
                byName.values().stream().filter(stage -> stage.isOpen).toList();
        int known = written
                + byName.values().stream()
                        .filter(stage -> stage.isEach && !stage.isOpen)
                        .mapToInt(stage -> stage.total)
                        .sum();
        if (open.size() == 1 && tasks > known) {
            open.get(0).total = tasks - known;
            open.get(0).isOpen = false;
        }
    }

    synchronized void hear(ToldEvent event) {
        if (event.event().equals("ended")) {
            isOver = true;
        }
        Stage stage = event.task() == null ? null : stage(event.task());
        if (stage == null) {
            return;
        }
        switch (event.event()) {
            case "succeeded", "inherited" -> stage.done++;
            case "value-lost" -> stage.done--;
            case "failed" -> {
                if (event.detail().endsWith(FOR_GOOD)) {
                    stage.failed++;
                } else {
                    stage.retries++;
                }
            }
            default -> {}
        }
    }

    /** Null for what is not counted: an each itself, and what bodies have added. */
    private Stage stage(String task) {
        int bracket = task.indexOf('[');
        if (bracket > 0 && task.endsWith("]")) {
            return byName.get(task.substring(0, bracket));
        }
        String name = stageOf.get(task);
        Stage stage = name == null ? null : byName.get(name);
        return stage == null || stage.isEach ? null : stage;
    }

    synchronized boolean isOver() {
        return isOver;
    }

    @Override
    public synchronized int done() {
        return byName.values().stream().mapToInt(stage -> stage.done).sum();
    }

    @Override
    public synchronized int total() {
        return byName.values().stream()
                .mapToInt(stage -> Math.max(stage.total, stage.done + stage.failed))
                .sum();
    }

    @Override
    public synchronized int failed() {
        return byName.values().stream().mapToInt(stage -> stage.failed).sum();
    }

    @Override
    public synchronized int retries() {
        return byName.values().stream().mapToInt(stage -> stage.retries).sum();
    }

    @Override
    public synchronized List<Bar> bars() {
        return byName.values().stream()
                .map(stage -> new Bar(stage.name, stage.done, stage.total, stage.isOpen, stage.failed, stage.retries))
                .toList();
    }
}
