package dev.sampo.http.picture;

import dev.sampo.http.api.GraphView;
import dev.sampo.http.api.LiveView;
import dev.sampo.http.api.NodeView;
import dev.sampo.http.api.TableView;
import dev.sampo.http.api.TimelineView;
import dev.sampo.http.api.ValuesView;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Ledger;
import dev.sampo.job.TaskState;
import dev.sampo.job.Value;
import dev.sampo.planning.Answer;
import dev.sampo.planning.TaskSummary;
import dev.sampo.story.Groups;
import dev.sampo.story.Needs;
import dev.sampo.story.ToldEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the events of one job add up to, values left out, and what can be shown of it. */
final class Sketch {
    private static final int EVENTS_KEPT_MAX = 200;
    private static final int EVENTS_TOLD_MAX = 20;
    private static final int RUNNING_TOLD_MAX = 60;
    private static final int GROUPING_SHARE = 20;
    private static final Groups.Bounds BOUNDS = new Groups.Bounds(60, 150, 600);
    private static final TaskState[] STATES = TaskState.values();
    private static final byte[] LEFT_OUT = {};

    private final JobLedger job;
    private final Ledger ledger = new Ledger();
    private final Needs needs;
    private final Runs runs = new Runs();
    private final Deque<ToldEvent> latest = new ArrayDeque<>();
    private final Map<Integer, TaskSummary> running = new HashMap<>();
    private final Map<Integer, Long> runningSince = new HashMap<>();
    private Groups grouping;
    private long groupedAt;
    private long groupingNanos;
    private long runningVersion;
    private long next = 1;

    Sketch(JobEvent.JobAccepted accepted) {
        ledger.apply(accepted, JobLedger.Changes.IGNORED);
        job = ledger.job(accepted.job());
        needs = new Needs(job);
        runs.room(job.size());
        latest.add(ToldEvent.of(0, accepted, job::nameOf));
    }

    /** The number of the first event that it has not. */
    synchronized long next() {
        return next;
    }

    synchronized void take(Answer.Events found) {
        long number = found.fromSequence();
        for (JobEvent event : found.events()) {
            if (number == next) {
                take(event, number > found.next() - EVENTS_KEPT_MAX);
                next++;
            }
            number++;
        }
    }

    private void take(JobEvent event, boolean isTold) {
        ledger.apply(light(event), JobLedger.Changes.IGNORED);
        runs.room(job.size());
        runs.note(event);
        if (event instanceof JobEvent.TasksAdded added) {
            needs.grown(added.parent());
        }
        int task = ToldEvent.taskOf(event);
        if (task >= 0 && running.remove(task) != null) {
            runningSince.remove(task);
            runningVersion++;
        }
        if (job.status().isFinal()) {
            running.clear();
            runningSince.clear();
        }
        if (isTold) {
            latest.addLast(ToldEvent.of(next, event, job::nameOf));
            while (latest.size() > EVENTS_KEPT_MAX) {
                latest.removeFirst();
            }
        }
    }

    /** Without the bytes of its value, of which only how many elements it has says what becomes of the job, and without a trace. */
    static JobEvent light(JobEvent event) {
        if (event instanceof JobEvent.TaskSucceeded done) {
            Value value = light(done.value());
            return new JobEvent.TaskSucceeded(
                    done.job(), done.task(), done.node(), done.number(), done.fence(), value, done.micros(), done.at());
        }
        if (event instanceof JobEvent.TaskInherited from) {
            Value value = light(from.value());
            return new JobEvent.TaskInherited(from.job(), from.task(), from.source(), from.fence(), value, from.at());
        }
        if (event instanceof JobEvent.AttemptFailed failed) {
            return new JobEvent.AttemptFailed(
                    failed.job(),
                    failed.task(),
                    failed.node(),
                    failed.number(),
                    failed.failure().traced(""),
                    failed.retryAt(),
                    failed.memory(),
                    failed.at());
        }
        return event;
    }

    private static Value light(Value value) {
        return value instanceof Value.Inline inline ? new Value.Inline(LEFT_OUT, inline.count()) : value.bare();
    }

    /** What is on nodes at this moment. */
    synchronized void running(List<TaskSummary> now, long millis) {
        var before = Map.copyOf(running);
        running.clear();
        for (TaskSummary task : now) {
            boolean isOver = job.status().isFinal()
                    || task.number() >= job.size()
                    || job.state(task.number()).isFinal();
            if (!isOver) {
                running.put(task.number(), task);
                runningSince.putIfAbsent(task.number(), millis - job.acceptedAt());
            }
        }
        runningSince.keySet().retainAll(running.keySet());
        runningVersion += before.equals(running) ? 0 : 1;
    }

    private TaskState shown(int task) {
        if (running.containsKey(task)) {
            return TaskState.ASSIGNED;
        }
        TaskState state = job.state(task);
        return job.status().isFinal() && !state.isFinal() ? TaskState.CANCELLED : state;
    }

    /** Of a job that grows and grows it is a little old, so that not all the time goes into it. */
    private Groups grouping() {
        long now = System.nanoTime();
        if (grouping == null || grouping.isOld() && now - groupedAt > GROUPING_SHARE * groupingNanos) {
            grouping = Groups.of(job, needs, BOUNDS);
            groupedAt = System.nanoTime();
            groupingNanos = groupedAt - now;
        }
        return grouping;
    }

    private static Map<String, Integer> named(int[] counts) {
        var named = new TreeMap<String, Integer>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                named.put(NodeView.lower(STATES[i]), counts[i]);
            }
        }
        return named;
    }

    /** By group, and all together in the last. */
    private int[][] counts(Groups groups) {
        int[][] counts = new int[groups.count() + 1][STATES.length];
        for (int task = 0; task < groups.size(); task++) {
            int state = shown(task).ordinal();
            int group = groups.groupOf(task);
            if (group != Groups.NONE) {
                counts[group][state]++;
            }
            counts[groups.count()][state]++;
        }
        return counts;
    }

    synchronized GraphView graph() {
        Groups groups = grouping();
        int[][] counts = counts(groups);
        long[] millis = new long[groups.count()];
        int[] done = new int[groups.count()];
        int[] failures = new int[groups.count()];
        for (int task = 0; task < groups.size(); task++) {
            int group = groups.groupOf(task);
            if (group != Groups.NONE) {
                millis[group] += runs.ended(task) == Runs.NEVER ? 0 : runs.millis(task);
                done[group] += runs.ended(task) == Runs.NEVER ? 0 : 1;
                failures[group] += job.failures(task);
            }
        }
        var views = new ArrayList<GraphView.Group>();
        for (int group = 0; group < groups.count(); group++) {
            int tasks = 0;
            for (int count : counts[group]) {
                tasks += count;
            }
            views.add(new GraphView.Group(
                    group,
                    groups.name(group),
                    groups.depth(group),
                    tasks,
                    named(counts[group]),
                    done[group] == 0 ? null : millis[group] / done[group],
                    failures[group]));
        }
        return new GraphView(
                job.id().value(),
                groups.size(),
                job.size(),
                groups.collapsed(),
                views,
                groups.edges().stream()
                        .map(edge -> new GraphView.Edge(edge.from(), edge.to(), edge.count()))
                        .toList(),
                groups.edgesLeftOut());
    }

    /** Milliseconds since it was accepted, until its end. */
    private long now() {
        long until = job.status().isFinal() ? job.endedAt() : System.currentTimeMillis();
        return Math.max(0, until - job.acceptedAt());
    }

    synchronized TimelineView timeline(long from, long to, int barsMax) {
        var chart = new Chart(job, needs, runs, now(), from, to);
        for (TaskSummary task : running.values()) {
            chart.running(task, runningSince.getOrDefault(task.number(), now()));
        }
        return chart.draw(barsMax);
    }

    synchronized ValuesView values(int from, int limit) {
        return new Holdings(job, runs).page(from, limit);
    }

    /** Empty for one that it does not know yet. */
    synchronized Optional<String> name(int task) {
        return task < job.size() ? Optional.of(job.nameOf(task)) : Optional.empty();
    }

    synchronized TableView table(TableQuery query) {
        Groups groups = grouping();
        var rows = new ArrayList<TableView.Row>();
        int matching = 0;
        for (int task = 0; task < groups.size(); task++) {
            if (isMeant(query, groups, task)) {
                if (matching >= query.from() && rows.size() < query.limit()) {
                    rows.add(row(groups, task));
                }
                matching++;
            }
        }
        int end = query.from() + rows.size();
        return new TableView(job.id().value(), matching, rows, end < matching ? end : null);
    }

    private boolean isMeant(TableQuery query, Groups groups, int task) {
        Optional<TaskState> state = query.state();
        return (state.isEmpty() || state.get() == shown(task))
                && (query.group() == TableQuery.ANY_GROUP || query.group() == groups.groupOf(task))
                && (query.part().isEmpty() || job.nameOf(task).contains(query.part()));
    }

    private TableView.Row row(Groups groups, int task) {
        TaskSummary now = running.get(task);
        boolean hasRun = runs.ended(task) != Runs.NEVER;
        int group = groups.groupOf(task);
        return new TableView.Row(
                task,
                job.nameOf(task),
                group == Groups.NONE ? null : group,
                NodeView.lower(shown(task)),
                now != null ? now.node() : runs.attempts(task) > 0 ? runs.node(task) : null,
                runs.attempts(task),
                job.failures(task),
                hasRun ? Long.valueOf(Math.max(0, runs.began(task) - job.acceptedAt())) : null,
                hasRun ? Long.valueOf(runs.millis(task)) : null);
    }

    synchronized Look live(Seen seen) {
        Groups groups = grouping();
        int[][] counts = counts(groups);
        var all = new HashMap<Integer, Map<String, Integer>>();
        var changed = new TreeMap<Integer, Map<String, Integer>>();
        for (int group = 0; group < groups.count(); group++) {
            Map<String, Integer> states = named(counts[group]);
            all.put(group, states);
            if (!states.equals(seen.groups().get(group))) {
                changed.put(group, states);
            }
        }
        List<ToldEvent> events = latest.stream()
                .filter(event -> event.number() >= seen.sequence())
                .skip(Math.max(
                        0,
                        latest.stream()
                                        .filter(event -> event.number() >= seen.sequence())
                                        .count()
                                - EVENTS_TOLD_MAX))
                .toList();
        var view = new LiveView(
                job.id().value(),
                next,
                groups.size(),
                NodeView.lower(job.status()),
                job.reason(),
                now(),
                job.size(),
                named(counts[groups.count()]),
                changed,
                runningNow(),
                events,
                Math.max(0, next - seen.sequence() - events.size()));
        return new Look(view, new Seen(next, runningVersion, all));
    }

    private List<LiveView.Running> runningNow() {
        return running.values().stream()
                .sorted((one, other) -> Integer.compare(one.number(), other.number()))
                .limit(RUNNING_TOLD_MAX)
                .map(task -> new LiveView.Running(
                        task.number(), task.name(), task.node(), runningSince.getOrDefault(task.number(), now())))
                .toList();
    }

    /** Whether there is more to see. */
    synchronized boolean isNewTo(Seen seen) {
        return next != seen.sequence() || runningVersion != seen.running();
    }
}
