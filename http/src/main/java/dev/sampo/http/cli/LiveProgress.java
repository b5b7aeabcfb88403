package dev.sampo.http.cli;

import dev.sampo.cli.Terminal;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Tells on stderr how far a job is: bars drawn over and over on a terminal, a line when something has changed elsewhere. */
final class LiveProgress {
    private static final int STAGES_MAX = 12;
    private static final int WIDTH = 80;
    private static final long DRAWN_EVERY = 100_000_000L;
    private static final long PLAIN_EVERY = 1_000_000_000L;
    private static final long RATE_OVER = 5_000_000_000L;

    private record Mark(long at, int done) {}

    private final PrintStream err;
    private final boolean isTerminal;
    private final int width;
    private final boolean isPlain;
    private final Progress progress;
    private final Outlooks outlooks;
    private final long began;
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();
    private long shownAt;
    private String shown = "";
    private int drawn;

    LiveProgress(Terminal terminal, Progress progress, Outlooks outlooks, long now) {
        this.err = terminal.err();
        this.isTerminal = terminal.errIsTerminal();
        int columns = Integer.getInteger("sampo.columns", 0);
        this.width = columns == 0 ? WIDTH : columns;
        this.isPlain = !isUnicode(System.getenv());
        this.progress = progress;
        this.outlooks = outlooks;
        this.began = now;
        this.shownAt = now;
    }

    /** Whether the terminal shows more than ASCII, as POSIX has it: the first of these that is set counts. */
    private static boolean isUnicode(Map<String, String> environment) {
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .filter(value -> value.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8"))
                .isPresent();
    }

    /** @param now as {@link System#nanoTime} has it */
    synchronized void tick(long now) {
        if (now - shownAt < (isTerminal ? DRAWN_EVERY : PLAIN_EVERY)) {
            return;
        }
        shownAt = now;
        marks.add(new Mark(now, progress.done()));
        while (now - marks.peek().at() > RATE_OVER) {
            marks.poll();
        }
        if (isTerminal) {
            draw(now);
        } else if (!counts().equals(shown)) {
            shown = counts();
            err.println(summary(now));
        }
    }

    private String counts() {
        return progress.done() + " of " + Jobs.count(progress.total(), "task") + " done"
                + (progress.failed() > 0 ? ", " + progress.failed() + " failed" : "")
                + (progress.retries() > 0 ? ", " + progress.retries() + " tried again" : "");
    }

    private String summary(long now) {
        double rate = rate(now);
        int left = progress.total() - progress.done() - progress.failed();
        String pace = rate <= 0 ? "" : String.format(Locale.ROOT, ", %.1f/s", rate);
        long least = Math.max(rate <= 0 ? 0 : Math.round(1000 * left / rate), outlooks.millis(now));
        String end = least <= 0 || left <= 0 ? "" : ", about " + Ago.of(least) + " left";
        return counts() + pace + end + String.format(Locale.ROOT, ", %.1f s", (now - began) / 1e9);
    }

    private double rate(long now) {
        Mark first = marks.peek();
        return first == null || now == first.at() ? 0 : (progress.done() - first.done()) * 1e9 / (now - first.at());
    }

    private void draw(long now) {
        List<String> lines = new ArrayList<>(Progress.lines(progress.bars(), STAGES_MAX, width, isPlain));
        lines.add("  " + summary(now));
        var text = new StringBuilder(up());
        for (String line : lines) {
            text.append("\u001b[K").append(cut(line)).append('\n');
        }
        text.append("\u001b[J");
        drawn = lines.size();
        err.print(text);
        err.flush();
    }

    private String up() {
        return drawn == 0 ? "" : "\u001b[" + drawn + "A\r";
    }

    private String cut(String line) {
        return line.length() < width ? line : line.substring(0, width - 1);
    }

    /** Leaves the terminal as it was. */
    synchronized void end() {
        if (drawn > 0) {
            err.print(up() + "\u001b[J");
            err.flush();
            drawn = 0;
        }
    }
}
