package dev.sampo.story;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What ran when on which node: each attempt where there is room for that, and how many at a time where there is not. */
final class ReportTimeline {
    private static final int BARS_MAX = 2_000;
    private static final int ROWS_MAX = 40;
    private static final int PARTS = 500;
    private static final int WIDTH = 960;
    private static final int LEFT = 150;
    private static final int RIGHT = 40;
    private static final int ROW = 12;
    private static final int LOAD = 48;
    private static final int GAP = 14;
    private static final int TOP = 26;
    private static final int TICKS = 6;
    private static final int NODES_MAX = 100;
    private static final int MARKS_MAX = 300;
    private static final int NAME_MAX = 20;

    private static final String KEYS = "<p><span class=\"key succeeded\"></span>succeeded"
            + "<span class=\"key failed\"></span>failed for good<span class=\"key odd\"></span>failed or lost, and tried again"
            + "<span class=\"key wait\"></span>one of several<span class=\"key way\"></span>on the critical path</p>\n";

    private final Chronicle chronicle;
    private final Set<Integer> path;
    private final long whole;
    private final boolean isEachDrawn;
    private final StringBuilder svg = new StringBuilder();

    ReportTimeline(Chronicle chronicle, List<Integer> path) {
        this.chronicle = chronicle;
        this.path = new HashSet<>(path);
        this.whole = Math.max(1, chronicle.now());
        this.isEachDrawn = chronicle.runs().size() <= BARS_MAX;
    }

    String svg() {
        List<Lanes.Lane> lanes = Lanes.of(chronicle);
        List<Lanes.Lane> shown = lanes.subList(0, Math.min(NODES_MAX, lanes.size()));
        int height =
                TOP + GAP + shown.stream().mapToInt(lane -> height(lane) + GAP).sum();
        svg.append("<div class=\"wide\"><svg role=\"img\" aria-label=\"What ran when on which node\" width=\"")
                .append(LEFT + WIDTH + RIGHT)
                .append("\" height=\"")
                .append(height)
                .append("\">\n");
        scale(height);
        int y = TOP + GAP;
        for (Lanes.Lane lane : shown) {
            name(lane, y);
            if (isDrawn(lane)) {
                bars(lane, y);
            } else {
                load(lane, y);
            }
            y += height(lane) + GAP;
        }
        svg.append("</svg></div>\n").append(KEYS);
        if (shown.size() < lanes.size()) {
            svg.append("<p>And " + (lanes.size() - shown.size()) + " more nodes.</p>\n");
        }
        if (!isEachDrawn) {
            svg.append(
                    "<p>There are too many attempts to draw each: this is how many ran at a time, with the critical path on"
                            + " top.</p>\n");
        }
        return svg.toString();
    }

    private boolean isDrawn(Lanes.Lane lane) {
        return isEachDrawn && lane.rows() <= ROWS_MAX;
    }

    private int height(Lanes.Lane lane) {
        return isDrawn(lane) ? lane.rows() * ROW : LOAD;
    }

    private double x(long micros) {
        return LEFT + (double) WIDTH * micros / whole;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private void scale(int height) {
        for (int i = 0; i <= TICKS; i++) {
            long at = whole * i / TICKS;
            String x = number(x(at));
            svg.append("<line class=\"rule\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + TOP + "\" y2=\"" + height
                    + "\"/>");
            svg.append("<text class=\"faint\" text-anchor=\"middle\" x=\"" + x + "\" y=\"18\">" + Spans.of(at)
                    + "</text>\n");
        }
    }

    private void name(Lanes.Lane lane, int y) {
        String shown = Texts.shown(lane.node());
        String text = shown.length() <= NAME_MAX ? shown : shown.substring(0, NAME_MAX - 1) + "\u2026";
        svg.append("<text x=\"8\" y=\"" + (y + ROW - 2) + "\"><title>" + Texts.html(lane.node()) + "</title>"
                + Texts.html(text) + "</text>\n");
    }

    private void bars(Lanes.Lane lane, int y) {
        for (Lanes.Bar bar : lane.bars()) {
            Run run = bar.run();
            double from = x(run.isTimed() ? run.start() : run.end());
            double width = Math.max(run.isTimed() ? 1 : 3, x(run.end()) - from);
            bar(run, from, y + bar.row() * ROW, width, ROW - 2);
        }
    }

    private void bar(Run run, double x, int y, double width, int height) {
        boolean isOnPath = run.outcome() == Run.Outcome.SUCCEEDED && path.contains(run.task());
        svg.append("<rect class=\"bar " + Export.lower(run.outcome()) + (isOnPath ? " path" : "") + "\" x=\""
                        + number(x) + "\" y=\"" + y + "\" width=\"" + number(width) + "\" height=\"" + height
                        + "\"><title>")
                .append(Texts.html(about(run)))
                .append("</title></rect>\n");
    }

    private String about(Run run) {
        String when = run.isTimed()
                ? "began after " + Spans.of(run.start()) + ", ran for " + Spans.of(run.micros())
                : "ended after " + Spans.of(run.end());
        return chronicle.job().nameOf(run.task()) + ", attempt " + run.number() + " on " + run.node() + ", "
                + Export.lower(run.outcome()) + ": " + when + (run.why().isEmpty() ? "" : "; " + run.why());
    }

    /** How many ran in each part of the time, on average. */
    private void load(Lanes.Lane lane, int y) {
        double[] load = new double[PARTS];
        lane.bars().stream().map(Lanes.Bar::run).filter(Run::isTimed).forEach(run -> spread(run, load));
        double most = Math.max(1e-9, java.util.Arrays.stream(load).max().orElse(0));
        svg.append("<path class=\"load\" d=\"M" + LEFT + " " + (y + LOAD));
        for (int part = 0; part < PARTS; part++) {
            String height = number(y + LOAD - LOAD * load[part] / most);
            svg.append(" L" + number(LEFT + (double) WIDTH * part / PARTS) + " " + height);
            svg.append(" L" + number(LEFT + (double) WIDTH * (part + 1) / PARTS) + " " + height);
        }
        svg.append(" L" + (LEFT + WIDTH) + " " + (y + LOAD) + " Z\"><title>"
                + Texts.html(lane.node() + ": at most " + lane.rows() + " at a time") + "</title></path>\n");
        marks(lane, y);
    }

    private void spread(Run run, double[] load) {
        double from = (double) PARTS * run.start() / whole;
        double to = (double) PARTS * run.end() / whole;
        for (int part = (int) from; part < Math.min(PARTS, to); part++) {
            load[part] += Math.min(to, part + 1) - Math.max(from, part);
        }
    }

    private void marks(Lanes.Lane lane, int y) {
        int marks = 0;
        for (Lanes.Bar bar : lane.bars()) {
            Run run = bar.run();
            boolean isOnPath = run.outcome() == Run.Outcome.SUCCEEDED && path.contains(run.task());
            boolean isWrong = run.outcome() != Run.Outcome.SUCCEEDED && run.outcome() != Run.Outcome.VOTED;
            if (isOnPath) {
                double width = Math.max(1, x(run.end()) - x(run.start()));
                svg.append("<rect class=\"way\" x=\"" + number(x(run.start())) + "\" y=\"" + (y - 5) + "\" width=\""
                                + number(width) + "\" height=\"4\"><title>")
                        .append(Texts.html(about(run)))
                        .append("</title></rect>\n");
            } else if (isWrong && marks++ < MARKS_MAX) {
                bar(run, x(run.end()), y, 2, LOAD);
            }
        }
    }
}
