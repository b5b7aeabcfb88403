package dev.sampo.story;

import dev.sampo.job.TaskState;
import dev.sampo.story.Stages.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The graph of a job in layers from left to right; a large one by kinds of tasks. */
final class ReportGraph {
    private static final int STAGES_MAX = 200;
    private static final int EDGES_MAX = 1_500;
    private static final int WIDTH = 180;
    private static final int HEIGHT = 40;
    private static final int GAP_X = 60;
    private static final int GAP_Y = 14;
    private static final int MARGIN = 16;
    private static final int NAME_MAX = 24;

    private final Stages stages;
    private final Set<Integer> onPath = new HashSet<>();
    private final Map<Integer, int[]> places = new HashMap<>();
    private int width;
    private int height;

    ReportGraph(Stages stages, List<Integer> path) {
        this.stages = stages;
        path.forEach(task -> onPath.add(stages.of(task).number));
    }

    String svg() {
        List<Stage> shown = stages.all().stream()
                .sorted(Comparator.comparingInt((Stage stage) -> -stage.tasks).thenComparingInt(stage -> stage.number))
                .limit(STAGES_MAX)
                .toList();
        place(shown);
        var svg = new StringBuilder();
        svg.append("<div class=\"wide\"><svg role=\"img\" aria-label=\"The graph of the job\" width=\"")
                .append(width)
                .append("\" height=\"")
                .append(height)
                .append("\">\n");
        int left = edges(svg);
        shown.forEach(stage -> box(svg, stage));
        svg.append("</svg></div>\n");
        int hidden = stages.all().size() - shown.size();
        if (hidden > 0 || left > 0) {
            svg.append("<p>Not drawn: ")
                    .append(hidden)
                    .append(" kinds of tasks and ")
                    .append(left)
                    .append(" edges, for there are too many.</p>\n");
        }
        return svg.toString();
    }

    /** Depths that no stage begins at take no room. */
    private void place(List<Stage> shown) {
        var columns = new TreeMap<Integer, List<Stage>>();
        shown.stream().sorted(Comparator.comparingInt(stage -> stage.number)).forEach(stage -> columns.computeIfAbsent(
                        stage.depth, depth -> new ArrayList<>())
                .add(stage));
        int tallest = columns.values().stream().mapToInt(List::size).max().orElse(0);
        int column = 0;
        for (List<Stage> stack : columns.values()) {
            int top = MARGIN + (tallest - stack.size()) * (HEIGHT + GAP_Y) / 2;
            for (int i = 0; i < stack.size(); i++) {
                places.put(
                        stack.get(i).number, new int[] {MARGIN + column * (WIDTH + GAP_X), top + i * (HEIGHT + GAP_Y)});
            }
            column++;
        }
        width = 2 * MARGIN + Math.max(0, column * (WIDTH + GAP_X) - GAP_X);
        height = 2 * MARGIN + Math.max(0, tallest * (HEIGHT + GAP_Y) - GAP_Y);
    }

    /** @return how many are not drawn */
    private int edges(StringBuilder svg) {
        int[] counts = {0, stages.edgesLeft()};
        stages.forEachEdge((from, to, count) -> {
            int[] start = places.get(from.number);
            int[] end = places.get(to.number);
            if (start == null || end == null || counts[0] >= EDGES_MAX) {
                counts[1]++;
                return;
            }
            counts[0]++;
            boolean isOnPath = onPath.contains(from.number) && onPath.contains(to.number);
            int x = start[0] + WIDTH;
            int y = start[1] + HEIGHT / 2;
            int endY = end[1] + HEIGHT / 2;
            int middle = (x + end[0]) / 2;
            svg.append("<path class=\"edge")
                    .append(isOnPath ? " path" : "")
                    .append("\" d=\"M")
                    .append(x + " " + y + " C" + middle + " " + y + " " + middle + " " + endY + " " + end[0] + " "
                            + endY)
                    .append("\"/>\n");
        });
        return counts[1];
    }

    private void box(StringBuilder svg, Stage stage) {
        int[] at = places.get(stage.number);
        String title = stage.name + (stage.tasks == 1 ? "" : ", " + stage.tasks + " tasks") + ": " + states(stage);
        svg.append("<g><title>").append(Texts.html(title)).append("</title><rect class=\"box");
        svg.append(onPath.contains(stage.number) ? " path" : "")
                .append("\" x=\"")
                .append(at[0])
                .append("\" y=\"");
        svg.append(at[1]).append("\" width=\"" + WIDTH + "\" height=\"" + HEIGHT + "\" rx=\"4\"/>");
        text(svg, at[0] + 8, at[1] + 17, "", shortened(stage.name));
        String below = stage.tasks == 1 ? Spans.of(stage.micros) : stage.tasks + " tasks, " + Spans.of(stage.micros);
        text(svg, at[0] + 8, at[1] + 32, " class=\"faint\"", below);
        progress(svg, stage, at[0], at[1] + HEIGHT - 3);
        svg.append("</g>\n");
    }

    private static void progress(StringBuilder svg, Stage stage, int x, int y) {
        int done = WIDTH * stage.in(TaskState.SUCCEEDED) / stage.tasks;
        int wrong = WIDTH * (stage.in(TaskState.FAILED) + stage.in(TaskState.SKIPPED)) / stage.tasks;
        strip(svg, "done", x, y, done);
        strip(svg, "wrong", x + done, y, wrong);
        strip(svg, "open", x + done + wrong, y, WIDTH - done - wrong);
    }

    private static void strip(StringBuilder svg, String name, int x, int y, int width) {
        if (width > 0) {
            svg.append("<rect class=\"" + name + "\" x=\"" + x + "\" y=\"" + y + "\" width=\"" + width
                    + "\" height=\"3\"/>");
        }
    }

    private static void text(StringBuilder svg, int x, int y, String style, String text) {
        svg.append("<text" + style + " x=\"" + x + "\" y=\"" + y + "\">")
                .append(Texts.html(text))
                .append("</text>");
    }

    private static String states(Stage stage) {
        var words = new ArrayList<String>();
        stage.states.forEach((state, count) -> words.add(count + " " + Export.lower(state)));
        return String.join(", ", words);
    }

    private static String shortened(String name) {
        String shown = Texts.shown(name);
        int length = shown.codePointCount(0, shown.length());
        return length <= NAME_MAX ? shown : shown.substring(0, shown.offsetByCodePoints(0, NAME_MAX - 1)) + "\u2026";
    }
}
