package dev.sampo.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a file, the first hundred things, each told within bounds. */
final class Findings {
    private static final int LISTED_MAX = 100;
    private static final int TOLD_MAX = 2_000;
    private static final int SHOWN_MAX = 200;
    static final Spot NOWHERE = new Spot(0, 0);

    private final String source;
    private final List<Finding> listed = new ArrayList<>();
    private int unlisted;

    Findings(String source) {
        this.source = source;
    }

    void add(Spot at, String what) {
        if (listed.size() < LISTED_MAX) {
            listed.add(new Finding(at.line(), at.column(), cut(what, TOLD_MAX)));
        } else {
            unlisted++;
        }
    }

    /** What a stranger wrote, so short that what is said about it is still seen. */
    static String shown(String foreign) {
        return cut(foreign, SHOWN_MAX);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "...";
    }

    BadFile bad() {
        var all = new ArrayList<>(listed);
        all.sort(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column));
        if (unlisted > 0) {
            all.add(new Finding(0, 0, unlisted + " more problems are not listed; mend these first"));
        }
        return new BadFile(source, all);
    }

    void throwIfAny() {
        if (!listed.isEmpty()) {
            throw bad();
        }
    }
}
