package dev.sampo.resource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which nodes will do: every condition must hold for a node's labels, of which {@link #NODE} is its name. */
public record Selector(List<Condition> conditions) {

    /** The label that every node has, and whose value is its name. */
    public static final String NODE = "sampo.node";

    public static final Selector ANY = new Selector(List.of());

    public Selector {
        conditions = List.copyOf(conditions);
    }

    /** One demand on one label. */
    public sealed interface Condition {
        String label();

        boolean holds(Map<String, String> labels);
    }

    public record OneOf(String label, Set<String> values) implements Condition {
        public OneOf {
            values = sorted(label, values);
        }

        @Override
        public boolean holds(Map<String, String> labels) {
            String value = labels.get(label);
            return value != null && values.contains(value);
        }

        @Override
        public String toString() {
            return label + (values.size() == 1 ? "=" + values.iterator().next() : " in " + values);
        }
    }

    public record NoneOf(String label, Set<String> values) implements Condition {
        public NoneOf {
            values = sorted(label, values);
        }

        @Override
        public boolean holds(Map<String, String> labels) {
            String value = labels.get(label);
            return value == null || !values.contains(value);
        }

        @Override
        public String toString() {
            return label + (values.size() == 1 ? "!=" + values.iterator().next() : " not in " + values);
        }
    }

    public record Present(String label) implements Condition {
        public Present {
            checkLabel(label);
        }

        @Override
        public boolean holds(Map<String, String> labels) {
            return labels.containsKey(label);
        }

        @Override
        public String toString() {
            return "has " + label;
        }
    }

    /** Starts a condition: {@code label("disk").is("nvme")}. */
    public static Label label(String name) {
        return new Label(name);
    }

    /** A label waiting for its condition. */
    public record Label(String name) {
        public Label {
            checkLabel(name);
        }

        public Selector is(String value) {
            return in(value);
        }

        /** Holds for nodes without the label too. */
        public Selector isNot(String value) {
            return new Selector(List.of(new NoneOf(name, Set.of(value))));
        }

        public Selector in(String... values) {
            return new Selector(List.of(new OneOf(name, new TreeSet<>(Arrays.asList(values)))));
        }

        public Selector isPresent() {
            return new Selector(List.of(new Present(name)));
        }
    }

    public Selector and(Selector other) {
        var all = new ArrayList<>(conditions);
        all.addAll(other.conditions);
        return new Selector(all);
    }

    /** Whether a node of this name, with these labels, will do. */
    public boolean matches(String node, Map<String, String> labels) {
        for (Condition condition : conditions) {
            boolean isOfName = condition.label().equals(NODE);
            if (!condition.holds(isOfName ? Map.of(NODE, node) : labels)) {
                return false;
            }
        }
        return true;
    }

    private static Set<String> sorted(String label, Set<String> values) {
        checkLabel(label);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("label \"" + label + "\" is given no values; name at least one");
        }
        return Collections.unmodifiableSet(new TreeSet<>(values));
    }

    static void checkLabel(String label) {
        if (label.isBlank()) {
            throw new IllegalArgumentException("a label is blank; give it the name that nodes use");
        }
    }

    @Override
    public String toString() {
        return conditions.isEmpty()
                ? "any node"
                : String.join(", ", conditions.stream().map(Object::toString).toList());
    }
}
