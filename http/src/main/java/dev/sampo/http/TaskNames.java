package dev.sampo.http;

import dev.sampo.JobById;
import dev.sampo.job.JobEvent;
import dev.sampo.planning.Answer;
import dev.sampo.planning.TaskQuery;
import dev.sampo.planning.TaskSummary;
import dev.sampo.story.ToldEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The names of a job's tasks, asked for as they are needed. */
final class TaskNames {
    private static final int PAGE = 1_000;
    private static final int KNOWN_MAX = 100_000;

    private final JobById job;
    private final Map<Integer, String> known = new HashMap<>();

    TaskNames(JobById job) {
        this.job = job;
    }

    /** Completes when the names of all tasks in these events are known. */
    CompletionStage<?> know(List<JobEvent> events) {
        for (JobEvent event : events) {
            int task = ToldEvent.taskOf(event);
            if (task >= 0 && !known.containsKey(task)) {
                return job.tasks(TaskQuery.ALL, task - task % PAGE, PAGE)
                        .thenCompose(
                                page -> learned(page, task) ? know(events) : CompletableFuture.completedFuture(null));
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    /** @return whether it was worth it: a task may be gone with its job */
    private boolean learned(Answer.Tasks page, int wanted) {
        if (known.size() >= KNOWN_MAX) {
            known.clear();
        }
        for (TaskSummary task : page.tasks()) {
            known.put(task.number(), task.name());
        }
        return known.containsKey(wanted);
    }

    String of(int task) {
        return known.getOrDefault(task, "task " + task);
    }
}
