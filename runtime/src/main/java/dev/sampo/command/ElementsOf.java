package dev.sampo.command;

import dev.sampo.dag.Body1;
import java.util.Collection;

/** Takes the list out of what a command made, for an each to map over. */
public record ElementsOf(String task) implements Body1<Object, Object> {
    private static final long serialVersionUID = 1;

    @Override
    public Object run(Object made) {
        Object value = Made.value(made);
        if (value instanceof Collection<?> elements) {
            return elements;
        }
        throw new IllegalArgumentException(
                "an each maps over what \"" + task
                        + "\" writes, and that is no list; say \"output: lines\" there, or \"output: json\" if it writes a JSON array");
    }
}
