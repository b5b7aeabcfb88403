package dev.sampo.cli;

import dev.sampo.Job;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Ledger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the events of an ended job add up to: by kind of task (elements of one {@code each} are of one kind) and by node. */
record JobTally(List<Kind> kinds, Map<String, Integer> tasksByNode) {

    record Kind(String name, int tasks, double seconds) {}

    static JobTally of(Job job) {
        var ledger = new Ledger();
        var kinds = new LinkedHashMap<String, Kind>();
        var nodes = new TreeMap<String, Integer>();
        job.events().forEach(event -> {
            ledger.apply(event, JobLedger.Changes.IGNORED);
            if (event instanceof JobEvent.TaskSucceeded success) {
                String name = kindOf(ledger.job(event.job()).nameOf(success.task()));
                kinds.merge(name, new Kind(name, 1, success.micros() / 1e6), JobTally::plus);
                nodes.merge(success.node().value(), 1, Integer::sum);
            }
        });
        return new JobTally(new ArrayList<>(kinds.values()), nodes);
    }

    private static Kind plus(Kind one, Kind other) {
        return new Kind(one.name, one.tasks + other.tasks, one.seconds + other.seconds);
    }

    private static String kindOf(String task) {
        int bracket = task.indexOf('[');
        return bracket < 0 ? task : task.substring(0, bracket);
    }
}
