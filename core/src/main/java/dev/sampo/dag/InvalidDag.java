package dev.sampo.dag;

import java.util.List;
import java.util.stream.Collectors;

/** A Dag was refused before anything ran; carries everything that is wrong with it, not only the first thing. */
public final class InvalidDag extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An immutable list of records, hence serialisable although its type does not say so. */
    @SuppressWarnings("serial")
    private final List<Problem> problems;

    public InvalidDag(String dag, List<Problem> problems) {
        super(message(dag, problems));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }

    private static String message(String dag, List<Problem> problems) {
        return "Dag \"" + dag + "\" has "
                + (problems.size() == 1 ? "a problem: " : problems.size() + " problems:\n  ")
                + problems.stream().map(Problem::sentence).collect(Collectors.joining("\n  "));
    }
}
