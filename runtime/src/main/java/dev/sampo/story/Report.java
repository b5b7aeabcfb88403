package dev.sampo.story;

import dev.sampo.job.JobLedger;
import dev.sampo.job.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A job to look at: one page of HTML that needs nothing else, runs no script, and means the same to whoever opens it. */
final class Report {
    private static final int SINGLES_MAX = 60;
    private static final int STAGES_TOLD_MAX = 300;
    private static final int STEPS_TOLD_MAX = 100;
    private static final int FAILURES_TOLD_MAX = 100;

    private final Chronicle chronicle;
    private final JobLedger job;
    private final List<Integer> path;
    private final Stages stages;

    private Report(Chronicle chronicle) {
        this.chronicle = chronicle;
        this.job = chronicle.job();
        this.path = chronicle.criticalPath();
        this.stages = Stages.of(chronicle, SINGLES_MAX);
    }

    static Stream<String> of(Chronicle chronicle) {
        return new Report(chronicle).pieces();
    }

    private Stream<String> pieces() {
        return Stream.<Supplier<String>>of(
                        this::head,
                        this::summary,
                        () -> section("Graph", new ReportGraph(stages, path).svg()),
                        () -> section("Timeline", new ReportTimeline(chronicle, path).svg()),
                        () -> section("Critical path", criticalPath()),
                        () -> section("What tasks waited for", waits()),
                        () -> section("Nodes", nodes()),
                        () -> section(job.size() <= SINGLES_MAX ? "Tasks" : "Kinds of tasks", kinds()),
                        () -> section("What went wrong", trouble()),
                        () -> "</main>\n</body>\n</html>\n")
                .map(Supplier::get);
    }

    private String head() {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <main>
                """.formatted(Texts.html("Job " + job.id().value()), ReportStyle.CSS);
    }

    private String summary() {
        int succeeded = job.count(TaskState.SUCCEEDED);
        int failed = job.count(TaskState.FAILED);
        int skipped = job.count(TaskState.SKIPPED);
        String reason = job.reason().isEmpty() ? "" : "<p class=\"reason\">" + Texts.html(job.reason()) + "</p>\n";
        return "<header>\n<h1>" + Texts.html(job.id().value()) + " <span class=\"status "
                + Export.lower(job.status()) + "\">" + Export.lower(job.status()) + "</span></h1>\n" + reason + "<dl>\n"
                + term("Graph", job.blueprint().name())
                + term("Tenant", job.options().tenant())
                + term("Accepted", Instant.ofEpochMilli(job.acceptedAt()).toString())
                + term(job.status().isFinal() ? "Took" : "So far", Spans.of(chronicle.now()))
                + term(
                        "Tasks",
                        job.size() + ": " + succeeded + " succeeded" + some(failed, " failed")
                                + some(skipped, " skipped")
                                + some(job.size() - succeeded - failed - skipped, " not run, or not yet"))
                + term("Attempts that failed", Long.toString(job.failureCount()))
                + "</dl>\n</header>\n";
    }

    private static String some(int count, String what) {
        return count == 0 ? "" : ", " + count + what;
    }

    private static String term(String name, String text) {
        return "<div><dt>" + name + "</dt><dd>" + Texts.html(text) + "</dd></div>\n";
    }

    private static String section(String title, String content) {
        return "<section>\n<h2>" + title + "</h2>\n" + content + "</section>\n";
    }

    private static String table(String heads, List<List<String>> rows, int left) {
        if (rows.isEmpty()) {
            return "<p>Nothing.</p>\n";
        }
        var html = new StringBuilder("<div class=\"wide\"><table>\n<thead><tr>");
        for (String head : heads.split(",")) {
            html.append("<th scope=\"col\">").append(head).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            html.append("<tr>");
            row.forEach(cell -> html.append("<td>").append(Texts.html(cell)).append("</td>"));
            html.append("</tr>\n");
        }
        html.append("</tbody></table></div>\n");
        return left > 0 ? html + "<p>And " + left + " more.</p>\n" : html.toString();
    }

    /** The last steps are told: what is before them may be long. */
    private String criticalPath() {
        var rows = new ArrayList<List<String>>();
        int from = Math.max(0, path.size() - STEPS_TOLD_MAX);
        var runs = lastRuns();
        for (int task : path.subList(from, path.size())) {
            Run run = runs.get(task);
            rows.add(List.of(
                    job.nameOf(task),
                    run.node(),
                    Spans.of(run.start()),
                    Spans.of(Math.max(0, run.start() - chronicle.readyAt(task))),
                    Spans.of(run.micros()),
                    Spans.share(run.micros(), chronicle.now())));
        }
        return "<p>Each of these waited for the one before, up to the one that ended last: to be done sooner, shorten these,"
                + " or what they waited for.</p>\n"
                + table("Task,Node,Began after,Waited,Ran,Of the job", rows, from);
    }

    private java.util.Map<Integer, Run> lastRuns() {
        var wanted = new java.util.HashSet<>(path);
        var runs = new java.util.HashMap<Integer, Run>();
        for (Run run : chronicle.runs()) {
            if (run.outcome() == Run.Outcome.SUCCEEDED && wanted.contains(run.task())) {
                runs.put(run.task(), run);
            }
        }
        return runs;
    }

    private String waits() {
        var waits = Waits.of(chronicle);
        var rows = new ArrayList<List<String>>();
        for (Waits.Cause cause : Waits.Cause.values()) {
            int tasks = waits.tasks(cause);
            if (tasks > 0) {
                long micros = waits.micros(cause);
                rows.add(List.of(cause.words, Integer.toString(tasks), Spans.of(micros), Spans.of(micros / tasks)));
            }
        }
        return "<p>From when all that a task needs was there until its body began, all tasks together.</p>\n"
                + table("They waited,Tasks,In all,On average", rows, 0);
    }

    private String nodes() {
        var rows = new ArrayList<List<String>>();
        for (Lanes.Lane lane : Lanes.of(chronicle)) {
            long busy =
                    lane.bars().stream().mapToLong(bar -> bar.run().micros()).sum();
            rows.add(List.of(
                    lane.node(),
                    Integer.toString(lane.bars().size()),
                    Long.toString(of(lane, Run.Outcome.SUCCEEDED)),
                    Long.toString(of(lane, Run.Outcome.FAILED) + of(lane, Run.Outcome.RETRIED)),
                    Long.toString(of(lane, Run.Outcome.LOST)),
                    Spans.of(busy),
                    String.format(java.util.Locale.ROOT, "%.2f", (double) busy / Math.max(1, chronicle.now())),
                    Integer.toString(lane.rows())));
        }
        return table("Node,Attempts,Succeeded,Failed,Lost,Ran in all,At a time on average,At most", rows, 0);
    }

    private static long of(Lanes.Lane lane, Run.Outcome outcome) {
        return lane.bars().stream()
                .filter(bar -> bar.run().outcome() == outcome)
                .count();
    }

    private String kinds() {
        var rows = new ArrayList<List<String>>();
        stages.all().stream()
                .sorted(Comparator.comparingLong((Stages.Stage stage) -> -stage.micros))
                .limit(STAGES_TOLD_MAX)
                .forEach(stage -> rows.add(List.of(
                        stage.name,
                        Integer.toString(stage.tasks),
                        Integer.toString(stage.in(TaskState.SUCCEEDED)),
                        Integer.toString(stage.in(TaskState.FAILED)),
                        Integer.toString(stage.failures),
                        Spans.of(stage.micros),
                        Spans.of(stage.micros / Math.max(1, stage.timed)),
                        Spans.of(stage.microsMax))));
        return table(
                "Name,Tasks,Succeeded,Failed,Attempts that failed,Ran in all,On average,At most",
                rows,
                stages.all().size() - rows.size());
    }

    private String trouble() {
        List<Run> wrong = chronicle.runs().stream()
                .filter(run -> !run.why().isEmpty() && run.outcome() != Run.Outcome.VOTED)
                .toList();
        List<List<String>> rows = wrong.stream()
                .limit(FAILURES_TOLD_MAX)
                .map(run -> List.of(
                        job.nameOf(run.task()),
                        Integer.toString(run.number()),
                        run.node(),
                        Spans.of(run.end()),
                        Export.lower(run.outcome()),
                        run.why()))
                .toList();
        return table("Task,Attempt,Node,After,What,Why", rows, wrong.size() - rows.size());
    }
}
