package dev.sampo.http.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns as wide as what is in them; where the terminal ends, the widest give way. */
final class Table {
    private static final int GAP = 2;
    private static final int NARROWEST = 8;
    private static final String CUT = "…";

    private final List<String> titles;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... titles) {
        this.titles = List.of(titles);
    }

    void row(Object... cells) {
        rows.add(Arrays.stream(cells)
                .map(cell -> cell == null ? "-" : Plain.of(cell.toString()))
                .toList());
    }

    /** @param width of the terminal; 0 when it does not end */
    String text(int width) {
        int[] widths = widths();
        if (width > 0) {
            narrow(widths, width);
        }
        var text = new StringBuilder(line(titles, widths));
        rows.forEach(row -> text.append('\n').append(line(row, widths)));
        return text.toString();
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

    private static void narrow(int[] widths, int width) {
        int total = Arrays.stream(widths).sum() + GAP * (widths.length - 1);
        while (total > width) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
            total--;
        }
    }

    private static String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String cut = cell.length() <= widths[i] ? cell : cell.substring(0, widths[i] - 1) + CUT;
            line.append(cut).append(" ".repeat(widths[i] - cut.length() + (i < widths.length - 1 ? GAP : 0)));
        }
        return line.toString().stripTrailing();
    }
}
