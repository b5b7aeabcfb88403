package dev.sampo.dag;

import dev.sampo.resource.Selector;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * What each attempt at a task takes of a limit before its body begins.
 *
 * @param limit a name of {@code sampo.limits}; empty for none
 * @param key for which of many, with placeholders of {@link LimitKey}; empty for none
 */
public record Taking(String limit, String key, long permits) {
    public static final Taking NOTHING = new Taking("", "", 0);

    static final int TEXT_MAX = 256;

    /** With the name of a limit behind it the label of nodes that declare it. */
    private static final String LABEL = "limit.";

    /** The value of that label, for people. */
    public static final String DECLARED = "on";

    public Taking {
        Objects.requireNonNull(limit, "the name of a limit is null");
        Objects.requireNonNull(key, "the key of a limit is null");
    }

    public boolean isNothing() {
        return limit.isEmpty();
    }

    /** Nodes that declare a limit have this label, and what takes permits of it goes to these nodes only. */
    public static String label(String limit) {
        return LABEL + limit;
    }

    /** The limits that these labels of a node are of. */
    static List<String> declared(Collection<String> labels) {
        return labels.stream()
                .filter(label -> label.startsWith(LABEL))
                .map(label -> label.substring(LABEL.length()))
                .toList();
    }

    Selector nodes() {
        return isNothing() ? Selector.ANY : Selector.label(label(limit)).isPresent();
    }
}
