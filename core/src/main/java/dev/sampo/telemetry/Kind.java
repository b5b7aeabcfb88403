package dev.sampo.telemetry;

import dev.sampo.dag.Kinds;

/** Tasks that are measured together: those of one graph whose names differ in nothing but the numbers at their ends. */
public record Kind(String dag, String task) {
    public static Kind of(String dag, String task) {
        return new Kind(dag, Kinds.of(task));
    }
}
