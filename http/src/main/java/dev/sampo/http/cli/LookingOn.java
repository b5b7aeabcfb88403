package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Terminal;
import dev.sampo.dag.Kinds;
import dev.sampo.http.api.GraphView;
import dev.sampo.http.api.JobView;
import dev.sampo.http.api.Json;
import dev.sampo.http.api.LiveView;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks on as any job runs, by the groups of its graph: a bar for each, until its end. */
final class LookingOn implements Progress {
    private static final String SUCCEEDED = "succeeded";
    private static final String FAILED = "failed";

    private final Terminal terminal;
    private final Remote remote;
    private final String path;
    private final boolean isQuiet;
    private final Map<Integer, Map<String, Integer>> states = new HashMap<>();
    private GraphView graph;
    private LiveView now;
    private boolean isOver;

    LookingOn(Terminal terminal, Remote remote, String path, boolean isQuiet) {
        this.terminal = terminal;
        this.remote = remote;
        this.path = path;
        this.isQuiet = isQuiet;
    }

    /** Shows how it stands until it has ended, and then how it ended. */
    ExitCode until() throws IOException {
        var outlooks = new Outlooks(remote, path, System.nanoTime());
        var shown = new LiveProgress(terminal, this, outlooks, System.nanoTime());
        var ticks = Ticks.of(shown, !isQuiet);
        try {
            while (!isOver) {
                EventStream.hear(remote, path + "/live", "", event -> {
                    hear(Json.readAnswer(event.json(), LiveView.class));
                    isOver = event.kind().equals("over");
                    outlooks.look(System.nanoTime(), total());
                });
            }
        } finally {
            ticks.close();
        }
        JobView ended = remote.get(path, JobView.class);
        if (!isQuiet) {
            terminal.out().println(Jobs.one(ended));
            terminal.out().flush();
        }
        return ended.status().equals(SUCCEEDED) ? ExitCode.OK : ExitCode.NO;
    }

    private void hear(LiveView view) throws IOException {
        GraphView drawn =
                graph == null || view.graph() != graph.graph() ? remote.get(path + "/graph", GraphView.class) : null;
        synchronized (this) {
            if (drawn != null) {
                graph = drawn;
                states.clear();
                drawn.groups().forEach(group -> states.put(group.id(), group.states()));
            } else {
                states.putAll(view.groups());
            }
            now = view;
        }
    }

    private synchronized int count(String state) {
        return now == null ? 0 : now.states().getOrDefault(state, 0);
    }

    @Override
    public int done() {
        return count(SUCCEEDED);
    }

    @Override
    public synchronized int total() {
        return now == null ? 0 : now.tasks();
    }

    @Override
    public int failed() {
        return count(FAILED);
    }

    @Override
    public int retries() {
        return count("retrying");
    }

    @Override
    public synchronized List<Bar> bars() {
        return graph == null
                ? List.of()
                : byStage(graph.groups().stream()
                        .map(group -> bar(group, states.getOrDefault(group.id(), Map.of())))
                        .toList());
    }

    /** The tasks of a small graph are drawn one by one; a bar for each would push the rest off the screen. */
    static List<Bar> byStage(List<Bar> bars) {
        var stages = new LinkedHashMap<String, Bar>();
        bars.forEach(bar -> stages.merge(
                Kinds.of(bar.name()),
                new Bar(Kinds.of(bar.name()), bar.done(), bar.total(), bar.isOpen(), bar.failed(), bar.retries()),
                (all, one) -> new Bar(
                        all.name(),
                        all.done() + one.done(),
                        all.total() + one.total(),
                        all.isOpen() || one.isOpen(),
                        all.failed() + one.failed(),
                        all.retries() + one.retries())));
        return List.copyOf(stages.values());
    }

    private static Bar bar(GraphView.Group group, Map<String, Integer> in) {
        return new Bar(
                Plain.of(group.name()),
                in.getOrDefault(SUCCEEDED, 0),
                group.tasks(),
                false,
                in.getOrDefault(FAILED, 0),
                in.getOrDefault("retrying", 0));
    }
}
