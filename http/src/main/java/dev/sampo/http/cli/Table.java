package dev.sampo.http.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Columns as wide as what is in them. Where the terminal ends those columns are left out, and named below, which tell least; of the
 * others the widest give way, and last of all the first: who cannot read the name of a thing cannot ask for more of it.
 */
final class Table {
    private static final int GAP = 2;
    private static final int NARROWEST = 8;
    /** A column is left out sooner than that another has less. */
    private static final int LEGIBLE = 16;

    private static final String CUT = "…";

    private final List<String> titles;
    private final List<List<String>> rows = new ArrayList<>();
    private List<String> spare = List.of();
    private boolean isWrapped;

    Table(String... titles) {
        this.titles = List.of(titles);
    }

    /** Those that may be left out; the first of them is the first to go. */
    Table sparing(String... titles) {
        spare = List.of(titles);
        return this;
    }

    /** What does not fit into the last column goes on below, instead of being cut. */
    Table wrapped() {
        isWrapped = true;
        return this;
    }

    void row(Object... cells) {
        rows.add(Arrays.stream(cells)
                .map(cell -> cell == null ? "-" : Plain.of(cell.toString()))
                .toList());
    }

    /** @param width of the terminal; 0 when it does not end */
    String text(int width) {
        int[] widths = widths();
        List<Integer> shown = width == 0 ? all() : fitting(widths, width);
        if (width > 0) {
            narrow(shown, widths, width);
        }
        var text = new StringBuilder(line(shown, titles, widths));
        rows.forEach(row -> text.append('\n').append(line(shown, row, widths)));
        if (shown.size() < titles.size()) {
            text.append("\nnot shown: ")
                    .append(all().stream()
                            .filter(each -> !shown.contains(each))
                            .map(titles::get)
                            .collect(Collectors.joining(", ")))
                    .append("; a wider terminal has room for them");
        }
        return text.toString();
    }

    private List<Integer> all() {
        return IntStream.range(0, titles.size()).boxed().toList();
    }

    private int[] widths() {
        int[] widths = titles.stream().mapToInt(String::length).toArray();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private List<Integer> fitting(int[] widths, int width) {
        var shown = new ArrayList<>(all());
        for (String title : spare) {
            int least = GAP * (shown.size() - 1)
                    + shown.stream()
                            .mapToInt(each -> each == 0 ? widths[0] : Math.min(widths[each], LEGIBLE))
                            .sum();
            if (least <= width) {
                break;
            }
            shown.remove((Integer) titles.indexOf(title));
        }
        return shown;
    }

    private static void narrow(List<Integer> shown, int[] widths, int width) {
        int over = shown.stream().mapToInt(each -> widths[each]).sum() + GAP * (shown.size() - 1) - width;
        for (; over > 0; over--) {
            int widest = 0;
            for (int each : shown) {
                if (each > 0 && widths[each] > NARROWEST && (widest == 0 || widths[each] > widths[widest])) {
                    widest = each;
                }
            }
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
        }
    }

    private String line(List<Integer> shown, List<String> cells, int[] widths) {
        var line = new StringBuilder();
        int last = shown.get(shown.size() - 1);
        for (int each : shown) {
            String cell = cells.get(each);
            if (each == last) {
                line.append(isWrapped ? wrapped(cell, widths[each], line.length()) : cut(cell, widths[each]));
            } else {
                String cut = cut(cell, widths[each]);
                line.append(cut).append(" ".repeat(widths[each] - cut.length() + GAP));
            }
        }
        return line.toString().stripTrailing();
    }

    private static String cut(String cell, int width) {
        return cell.length() <= width ? cell : cell.substring(0, width - 1) + CUT;
    }

    private static String wrapped(String cell, int width, int indent) {
        var text = new StringBuilder();
        int used = 0;
        for (String word : cell.split(" ")) {
            if (used > 0 && used + 1 + word.length() > width) {
                text.append('\n').append(" ".repeat(indent));
                used = 0;
            }
            text.append(used > 0 ? " " : "").append(word);
            used += (used > 0 ? 1 : 0) + word.length();
        }
        return text.toString();
    }
}
