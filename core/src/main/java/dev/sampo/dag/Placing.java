package dev.sampo.dag;

import dev.sampo.resource.Selector;
import java.util.Map;
import java.util.Objects;

/**
 * Where a task may run, or would rather, seen from where others are. Groups are those of the tasks of one graph, limits
 * count the tasks of all jobs.
 *
 * @param spread nodes with the label's value that the fewest others of the group have: never a reason to wait
 * @param apart no two of the group at once where the label has the same value
 * @param near the task at whose node it would rather run; empty for none
 * @param together the group of which all run on one node; empty for none
 * @param perNode how many at once on each node
 * @param atMost how many at once in all
 * @param gang those that start together or not at all; empty for none
 */
public record Placing(
        Among spread, Among apart, String near, String together, Limit perNode, Limit atMost, String gang) {

    /** The label of which every node has a value of its own. */
    public static final String NODE = Selector.NODE;

    public static final int NAME_MAX = 256;

    /** A label and a group; both empty for none. */
    public record Among(String label, String group) {
        public static final Among NONE = new Among("", "");

        public Among {
            Objects.requireNonNull(label, "a label is null");
            Objects.requireNonNull(group, "a group is null");
        }

        public boolean isNone() {
            return label.isEmpty();
        }
    }

    /** A limit on those that name the same key; zero for none. */
    public record Limit(String key, int max) {
        public static final Limit NONE = new Limit("", 0);

        public Limit {
            Objects.requireNonNull(key, "the key of a limit is null");
        }

        public boolean isNone() {
            return key.isEmpty();
        }
    }

    public static final Placing NONE = new Placing(Among.NONE, Among.NONE, "", "", Limit.NONE, Limit.NONE, "");

    public Placing {
        Objects.requireNonNull(spread, "spread");
        Objects.requireNonNull(apart, "apart");
        Objects.requireNonNull(near, "near");
        Objects.requireNonNull(together, "together");
        Objects.requireNonNull(perNode, "perNode");
        Objects.requireNonNull(atMost, "atMost");
        Objects.requireNonNull(gang, "gang");
    }

    public boolean isNone() {
        return this == NONE || equals(NONE);
    }

    public Placing spread(String label, String group) {
        return new Placing(new Among(label, group), apart, near, together, perNode, atMost, gang);
    }

    public Placing apart(String label, String group) {
        return new Placing(spread, new Among(label, group), near, together, perNode, atMost, gang);
    }

    public Placing near(String task) {
        return new Placing(spread, apart, task, together, perNode, atMost, gang);
    }

    public Placing together(String group) {
        return new Placing(spread, apart, near, group, perNode, atMost, gang);
    }

    public Placing perNode(String key, int max) {
        return new Placing(spread, apart, near, together, new Limit(key, max), atMost, gang);
    }

    public Placing atMost(String key, int max) {
        return new Placing(spread, apart, near, together, perNode, new Limit(key, max), gang);
    }

    public Placing gang(String name) {
        return new Placing(spread, apart, near, together, perNode, atMost, name);
    }

    /** What a node has in this label, to tell it from others; one without it has a value of its own. */
    public static String value(String label, Map<String, String> labels, String node) {
        String said = label.equals(NODE) ? null : labels.get(label);
        return said == null ? "of " + node : "=" + said;
    }
}
