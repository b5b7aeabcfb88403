package dev.sampo.harness.demo;

import dev.sampo.Job;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Ledger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the events of an ended job add up to: by kind of task (elements of one {@code each} are of one kind), and when each task
 * had succeeded.
 */
record JobTally(List<Kind> kinds, Map<String, Long> successes) {

    record Kind(String name, int tasks, double seconds) {}

    static JobTally of(Job job) {
        var ledger = new Ledger();
        var kinds = new LinkedHashMap<String, Kind>();
        var successes = new LinkedHashMap<String, Long>();
        job.events().forEach(event -> {
            ledger.apply(event, JobLedger.Changes.IGNORED);
            if (event instanceof JobEvent.TaskSucceeded success) {
                String task = ledger.job(event.job()).nameOf(success.task());
                String name = kindOf(task);
                kinds.merge(name, new Kind(name, 1, success.micros() / 1e6), JobTally::plus);
                successes.putIfAbsent(task, success.at());
            }
        });
        return new JobTally(new ArrayList<>(kinds.values()), successes);
    }

    private static Kind plus(Kind one, Kind other) {
        return new Kind(one.name, one.tasks + other.tasks, one.seconds + other.seconds);
    }

    private static String kindOf(String task) {
        int bracket = task.indexOf('[');
        return bracket < 0 ? task : task.substring(0, bracket);
    }
}
