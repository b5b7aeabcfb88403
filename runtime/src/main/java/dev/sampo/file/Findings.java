package dev.sampo.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a file, the first hundred things. */
final class Findings {
    private static final int LISTED_MAX = 100;
    static final Spot NOWHERE = new Spot(0, 0);

    private final String source;
    private final List<Finding> listed = new ArrayList<>();
    private int unlisted;

    Findings(String source) {
        this.source = source;
    }

    void add(Spot at, String what) {
        if (listed.size() < LISTED_MAX) {
            listed.add(new Finding(at.line(), at.column(), what));
        } else {
            unlisted++;
        }
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
