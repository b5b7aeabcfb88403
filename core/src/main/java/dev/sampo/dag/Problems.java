package dev.sampo.dag;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong; beyond the first thousand only their number is kept, and of each sentence its beginning. */
final class Problems {
    static final int LISTED_MAX = 1_000;

    private static final int TOLD_MAX = 4_000;

    private final String dag;
    private final List<Problem> listed = new ArrayList<>();
    private Problem.Kind firstUnlisted;
    private int unlisted;

    Problems(String dag) {
        this.dag = dag;
    }

    void add(Problem.Kind kind, String where, String what) {
        String told = what.length() <= TOLD_MAX ? what : what.substring(0, TOLD_MAX) + "...";
        add(new Problem(kind, where, told));
    }

    void add(Problem problem) {
        if (listed.size() < LISTED_MAX) {
            listed.add(problem);
            return;
        }
        if (unlisted++ == 0) {
            firstUnlisted = problem.kind();
        }
    }

    void throwIfAny() {
        if (listed.isEmpty()) {
            return;
        }
        var all = new ArrayList<>(listed);
        if (unlisted > 0) {
            all.add(new Problem(
                    firstUnlisted, dag, "has " + unlisted + " more problems, which are not listed; mend these first"));
        }
        throw new InvalidDag(dag, all);
    }
}
