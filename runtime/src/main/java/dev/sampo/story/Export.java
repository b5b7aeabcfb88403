package dev.sampo.story;

import dev.sampo.job.JobLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a job can be written as for other programs, piece by piece: the whole is never in memory. */
public enum Export {
    /** The graph, for Graphviz; every task. */
    DOT("text/vnd.graphviz; charset=utf-8", "dot", Export::dot),
    /** The graph, for documents; tasks that are alike are one where there are too many to be drawn. */
    MERMAID("text/plain; charset=utf-8", "mmd", Export::mermaid),
    /** Tasks with what they need, and attempts. */
    JSON("application/json", "json", Export::json),
    /** One line an attempt. */
    CSV("text/csv; charset=utf-8", "csv", Export::csv),
    /** Attempts along the time, for chrome://tracing and Perfetto. */
    TRACE("application/json", "trace.json", Export::trace),
    /** All of it to look at, in one file that needs no other. */
    HTML("text/html; charset=utf-8", "html", chronicle -> Report.of(chronicle));

    private static final int MERMAID_TASKS_MAX = 300;

    private final String type;
    private final String extension;
    private final Function<Chronicle, Stream<String>> pieces;

    Export(String type, String extension, Function<Chronicle, Stream<String>> pieces) {
        this.type = type;
        this.extension = extension;
        this.pieces = pieces;
    }

    /** @throws IllegalArgumentException for a name that is none */
    public static Export named(String name) {
        for (Export each : values()) {
            if (lower(each).equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException("format=" + name + " is not known; there are " + names());
    }

    public static String names() {
        return String.join(", ", Stream.of(values()).map(each -> lower(each)).toList());
    }

    /** Of the content. */
    public String type() {
        return type;
    }

    public String fileOf(String job) {
        return job + "." + extension;
    }

    public Stream<String> of(Chronicle chronicle) {
        return pieces.apply(chronicle);
    }

    private static Stream<String> tasks(Chronicle chronicle, Function<Integer, String> line) {
        return IntStream.range(0, chronicle.size()).boxed().map(line);
    }

    private static Stream<String> dot(Chronicle chronicle) {
        JobLedger job = chronicle.job();
        String head = "digraph " + Texts.dot(job.id().value()) + " {\n  rankdir=LR;\n  node [shape=box];\n";
        Stream<String> tasks = tasks(
                chronicle,
                task -> "  t" + task + " [label=" + Texts.dot(job.nameOf(task)) + ", class="
                        + Texts.dot(lower(job.state(task))) + "];\n");
        Stream<String> edges = tasks(chronicle, task -> {
            var lines = new StringBuilder();
            chronicle.needs(task, source -> lines.append("  t")
                    .append(source)
                    .append(" -> t")
                    .append(task)
                    .append(";\n"));
            return lines.toString();
        });
        return all(List.of(Stream.of(head), tasks, edges, Stream.of("}\n")));
    }

    private static Stream<String> mermaid(Chronicle chronicle) {
        var stages = Stages.of(chronicle, MERMAID_TASKS_MAX);
        Stream<String> nodes = stages.all().stream()
                .map(stage -> "  s" + stage.number + "[" + Texts.mermaid(stage.name + times(stage.tasks)) + "]\n");
        var edges = new ArrayList<String>();
        stages.forEachEdge((from, to, count) -> edges.add("  s" + from.number + " --> s" + to.number + "\n"));
        if (stages.edgesLeft() > 0) {
            edges.add("%% " + stages.edgesLeft() + " arrows are left out, for there are too many\n");
        }
        return all(List.of(Stream.of("flowchart LR\n"), nodes, edges.stream()));
    }

    private static String times(int tasks) {
        return tasks == 1 ? "" : " x " + tasks;
    }

    private static Stream<String> json(Chronicle chronicle) {
        JobLedger job = chronicle.job();
        String head = "{\"job\":" + Texts.json(job.id().value()) + ",\"name\":"
                + Texts.json(job.blueprint().name()) + ",\"tenant\":"
                + Texts.json(job.options().tenant()) + ",\"status\":" + Texts.json(lower(job.status()))
                + ",\"reason\":" + Texts.json(job.reason()) + ",\"accepted_at\":" + job.acceptedAt()
                + ",\"micros\":" + chronicle.now() + ",\"tasks\":[";
        Stream<String> tasks = tasks(chronicle, task -> separator(task) + jsonTask(chronicle, task));
        List<Run> runs = chronicle.runs();
        Stream<String> attempts =
                IntStream.range(0, runs.size()).mapToObj(i -> separator(i) + jsonRun(job, runs.get(i)));
        return all(List.of(Stream.of(head), tasks, Stream.of("\n],\"attempts\":["), attempts, Stream.of("\n]}\n")));
    }

    private static String jsonTask(Chronicle chronicle, int task) {
        var needs = new StringBuilder();
        chronicle.needs(
                task, source -> needs.append(needs.length() == 0 ? "" : ",").append(source));
        return "{\"number\":" + task + ",\"task\":"
                + Texts.json(chronicle.job().nameOf(task)) + ",\"state\":"
                + Texts.json(lower(chronicle.job().state(task))) + ",\"needs\":[" + needs + "]}";
    }

    private static String jsonRun(JobLedger job, Run run) {
        return "{\"number\":" + run.task() + ",\"task\":" + Texts.json(job.nameOf(run.task())) + ",\"attempt\":"
                + run.number() + ",\"node\":" + Texts.json(run.node()) + ",\"outcome\":"
                + Texts.json(lower(run.outcome())) + (run.isTimed() ? ",\"start_micros\":" + run.start() : "")
                + ",\"end_micros\":" + run.end()
                + (run.why().isEmpty() ? "" : ",\"why\":" + Texts.json(run.why())) + "}";
    }

    private static String separator(int index) {
        return index == 0 ? "\n" : ",\n";
    }

    private static Stream<String> csv(Chronicle chronicle) {
        JobLedger job = chronicle.job();
        Stream<String> lines = chronicle.runs().stream()
                .map(run -> run.task() + "," + Texts.csv(job.nameOf(run.task()))
                        + "," + run.number() + "," + Texts.csv(run.node()) + "," + lower(run.outcome()) + ","
                        + (run.isTimed() ? run.start() : "") + "," + run.end() + ","
                        + Texts.csv(run.why()) + "\r\n");
        return all(List.of(Stream.of("number,task,attempt,node,outcome,start_micros,end_micros,why\r\n"), lines));
    }

    /** A process for each node, a thread for each attempt at a time. */
    private static Stream<String> trace(Chronicle chronicle) {
        List<Lanes.Lane> lanes = Lanes.of(chronicle);
        Stream<String> nodes = IntStream.range(0, lanes.size())
                .mapToObj(pid -> separator(pid) + "{\"name\":\"process_name\",\"ph\":\"M\",\"pid\":" + pid
                        + ",\"args\":{\"name\":" + Texts.json(lanes.get(pid).node()) + "}}");
        record Placed(int pid, Lanes.Bar bar) {}
        var placed = new ArrayList<Placed>();
        for (int pid = 0; pid < lanes.size(); pid++) {
            for (Lanes.Bar bar : lanes.get(pid).bars()) {
                placed.add(new Placed(pid, bar));
            }
        }
        Stream<String> bars = placed.stream().map(one -> ",\n" + traceOf(chronicle.job(), one.pid(), one.bar()));
        return all(
                List.of(Stream.of("{\"displayTimeUnit\":\"ms\",\"traceEvents\":["), nodes, bars, Stream.of("\n]}\n")));
    }

    private static String traceOf(JobLedger job, int pid, Lanes.Bar bar) {
        Run run = bar.run();
        String when = run.isTimed()
                ? "\"ph\":\"X\",\"ts\":" + run.start() + ",\"dur\":" + run.micros()
                : "\"ph\":\"i\",\"s\":\"t\",\"ts\":" + run.end();
        return "{\"name\":" + Texts.json(job.nameOf(run.task())) + ",\"cat\":" + Texts.json(lower(run.outcome())) + ","
                + when + ",\"pid\":" + pid + ",\"tid\":" + bar.row() + ",\"args\":{\"attempt\":" + run.number()
                + (run.why().isEmpty() ? "" : ",\"why\":" + Texts.json(run.why())) + "}}";
    }

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Not by flatMap, whose iterator takes in a whole part at a time. */
    private static Stream<String> all(List<Stream<String>> parts) {
        return parts.stream().reduce(Stream.empty(), Stream::concat);
    }
}
