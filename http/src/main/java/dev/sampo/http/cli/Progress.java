package dev.sampo.http.cli;

import java.util.List;

/** How far a job is, for who looks on. */
interface Progress {
    int done();

    /** Of those that are known. */
    int total();

    int failed();

    /** Tries that failed and were not the last. */
    int retries();

    /** In the order in which they are told. */
    List<Bar> bars();

    /**
     * One stage.
     *
     * @param isOpen whether it is not known yet how many tasks it has
     */
    record Bar(String name, int done, int total, boolean isOpen, int failed, int retries) {
        private boolean isFull() {
            return !isOpen && done >= total;
        }

        private String line(int column, int width, boolean isPlain) {
            String shown = name.length() <= column ? name : name.substring(0, column - 1) + (isPlain ? "." : "\u2026");
            String counts = isOpen ? done + " done" : done + "/" + total;
            String wrong = (failed > 0 ? ", " + failed + " failed" : "")
                    + (retries > 0 ? ", " + retries + " tried again" : "");
            int room = Math.max(5, Math.min(40, width - column - counts.length() - wrong.length() - 8));
            int full = isOpen || total == 0 ? 0 : (int) ((long) room * Math.min(done, total) / total);
            return "  " + shown + " ".repeat(column - shown.length()) + "  " + (isPlain ? "#" : "\u2588").repeat(full)
                    + (isPlain ? "-" : "\u2591").repeat(room - full) + "  " + counts + wrong;
        }
    }

    /** In words and bars, a line each, at most so many: those that are under way or next. */
    static List<String> lines(List<Bar> bars, int most, int width, boolean isPlain) {
        int names = bars.stream().mapToInt(bar -> bar.name().length()).max().orElse(0);
        int column = Math.min(names, Math.max(8, width / 3));
        int first = 0;
        while (first < bars.size() - most && bars.get(first).isFull()) {
            first++;
        }
        return bars.stream()
                .skip(first)
                .limit(most)
                .map(bar -> bar.line(column, width, isPlain))
                .toList();
    }
}
