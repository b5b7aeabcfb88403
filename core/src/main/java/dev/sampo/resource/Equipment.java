package dev.sampo.resource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a node has: amounts, the items that some of them consist of, and labels.
 *
 * @param capacity all amounts; that of a resource with named items is how many there are
 * @param items names by resource, such as the licences "A" and "B", or gpus by what their driver calls them
 */
public record Equipment(Resources capacity, Map<String, List<String>> items, Map<String, String> labels) {

    /** The resource whose items are numbered where they have no names. */
    public static final String GPUS = "gpus";

    private static final int NAME_MAX = 128;

    /** Each of them is kept account of. */
    private static final int ITEMS_MAX = 4_096;

    /** Labels that begin like this are not for users. */
    private static final String RESERVED = "sampo.";

    public Equipment {
        var named = new TreeMap<String, List<String>>();
        for (var pool : items.entrySet()) {
            named.put(pool.getKey(), distinct(pool.getKey(), pool.getValue()));
            capacity = capacity.withUnits(pool.getKey(), pool.getValue().size() * Resources.WHOLE);
        }
        if (capacity.gpuUnits() > ITEMS_MAX * Resources.WHOLE) {
            throw new IllegalArgumentException("more than " + ITEMS_MAX + " gpus are more than a node can have");
        }
        labels.forEach(Equipment::requireLabel);
        items = Collections.unmodifiableMap(named);
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    public static Equipment of(Resources capacity) {
        return of(capacity, Map.of());
    }

    public static Equipment of(Resources capacity, Map<String, String> labels) {
        return new Equipment(capacity, Map.of(), labels);
    }

    public Equipment with(Resources amounts) {
        return new Equipment(amounts, items, labels);
    }

    public Equipment withLabels(Map<String, String> others) {
        return new Equipment(capacity, items, others);
    }

    /**
     * The same after a change.
     *
     * @throws IllegalArgumentException when it cannot be changed like that, with what is wrong and what to do
     */
    public Equipment with(Change change) {
        var pools = new TreeMap<>(items);
        change.moreItems().forEach((name, more) -> add(pools, name, more));
        change.lessItems().forEach((name, less) -> remove(pools, name, less));
        Resources amounts = capacity;
        for (var set : change.amounts().entrySet()) {
            requireCounted(pools, set.getKey(), set.getValue());
            amounts = amounts.withUnits(set.getKey(), set.getValue());
        }
        for (String name : change.more().names()) {
            amounts = amounts.withUnits(
                    name, grown(pools, amounts, name, change.more().units(name)));
        }
        for (String name : change.less().names()) {
            amounts = amounts.withUnits(
                    name, shrunk(pools, amounts, name, change.less().units(name)));
        }
        var tags = new TreeMap<>(labels);
        for (String label : change.unlabels()) {
            if (tags.remove(label) == null) {
                throw new IllegalArgumentException("there is no label \"" + label + "\" to take away; there "
                        + (labels.isEmpty() ? "are none" : "is " + labels));
            }
        }
        tags.putAll(change.labels());
        return new Equipment(amounts, pools, tags);
    }

    private void add(Map<String, List<String>> pools, String name, List<String> more) {
        if (!pools.containsKey(name) && capacity.units(name) > 0) {
            throw new IllegalArgumentException(
                    name + " is counted and has no named items; add to its amount instead, or"
                            + " list its items in the configuration of the node");
        }
        var all = new ArrayList<>(pools.getOrDefault(name, List.of()));
        all.addAll(more);
        pools.put(name, all);
    }

    private static void remove(Map<String, List<String>> pools, String name, List<String> less) {
        var left = new ArrayList<>(pools.getOrDefault(name, List.of()));
        for (String item : less) {
            if (!left.remove(item)) {
                throw new IllegalArgumentException("there is no " + name + " \"" + item + "\" to take away; there "
                        + (left.isEmpty() ? "are none with names" : "is " + left));
            }
        }
        pools.put(name, left);
    }

    private static long grown(Map<String, List<String>> pools, Resources amounts, String name, long more) {
        requireCounted(pools, name, more);
        long has = amounts.units(name);
        if (more > Resources.AMOUNT_MAX - has) {
            throw new IllegalArgumentException(
                    Resources.format(name, more) + " more is more than can be counted; add less");
        }
        return has + more;
    }

    private static long shrunk(Map<String, List<String>> pools, Resources amounts, String name, long less) {
        requireCounted(pools, name, less);
        long has = amounts.units(name);
        if (less > has) {
            throw new IllegalArgumentException(
                    Resources.format(name, less) + " cannot be taken away: there is " + Resources.format(name, has)
                            + " of it, of " + amounts + " in all; take away at most what is there");
        }
        return has - less;
    }

    private static void requireCounted(Map<String, List<String>> pools, String name, long amount) {
        if (amount < 0) {
            throw new IllegalArgumentException(
                    Resources.format(name, amount) + " is negative; add or take away a positive amount");
        }
        if (pools.containsKey(name)) {
            throw new IllegalArgumentException(
                    name + " consists of the items " + pools.get(name) + "; add or remove items of it by name");
        }
    }

    private static List<String> distinct(String resource, List<String> names) {
        if (!resource.equals(GPUS) && !ResourceName.isValid(resource)) {
            throw new IllegalArgumentException("items of \"" + resource + "\": "
                    + (ResourceName.isBuiltIn(resource)
                            ? resource + " is an amount and has no items; give a number"
                            : ResourceName.complaint(resource)));
        }
        if (names.size() > ITEMS_MAX) {
            throw new IllegalArgumentException("more than " + ITEMS_MAX + " items of " + resource
                    + " are more than a node can have; count them instead");
        }
        var seen = new HashSet<String>();
        for (String name : names) {
            if (name.isBlank() || name.length() > NAME_MAX) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" is no name for a " + resource + "; give it 1 to " + NAME_MAX + " characters");
            }
            if (!seen.add(name)) {
                throw new IllegalArgumentException(resource + " \"" + name + "\" is there twice; name each item once");
            }
        }
        return List.copyOf(names);
    }

    static void requireLabel(String label, String value) {
        Selector.checkLabel(label);
        if (label.startsWith(RESERVED)) {
            throw new IllegalArgumentException("label \"" + label + "\" begins with \"" + RESERVED
                    + "\", which Sampo keeps for itself; choose another name");
        }
        if (label.length() > NAME_MAX || value.length() > NAME_MAX) {
            throw new IllegalArgumentException("label \"" + label + "\" with its value is too long; give each at most "
                    + NAME_MAX + " characters");
        }
    }
}
