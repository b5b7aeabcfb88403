package dev.sampo.metrics;

import dev.sampo.story.Kinds;

/** Tasks that are measured together: those of one graph whose names differ in nothing but the numbers at their ends. */
record Kind(String dag, String task) {
    static final Kind OTHER = new Kind(Names.OTHER, Names.OTHER);

    static Kind of(String dag, String task) {
        return new Kind(dag, Kinds.of(task));
    }
}
