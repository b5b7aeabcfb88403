package dev.sampo.resource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A change of what a node has. It is reckoned by the node, from what it has by then, so that two who change it do not undo
 * each other. It happens as a whole or, when the node cannot be changed like that, not at all.
 *
 * @param amounts how much there is to be, before more and less: in ten-thousandths, of memory in bytes
 */
public record Change(
        Map<String, Long> amounts,
        Resources more,
        Resources less,
        Map<String, List<String>> moreItems,
        Map<String, List<String>> lessItems,
        Map<String, String> labels,
        Set<String> unlabels) {

    public static final Change NONE =
            new Change(Map.of(), Resources.NONE, Resources.NONE, Map.of(), Map.of(), Map.of(), Set.of());

    public Change {
        amounts = Collections.unmodifiableMap(new TreeMap<>(amounts));
        moreItems = copy(moreItems);
        lessItems = copy(lessItems);
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        unlabels = Collections.unmodifiableSet(new TreeSet<>(unlabels));
    }

    /** What makes the one of the other. */
    public static Change between(Equipment before, Equipment after) {
        Change change = NONE.addCapacity(gained(before, after)).removeCapacity(gained(after, before));
        var named = new TreeSet<>(before.items().keySet());
        named.addAll(after.items().keySet());
        for (String resource : named) {
            change = change.addItems(resource, gained(before, after, resource))
                    .removeItems(resource, gained(after, before, resource));
        }
        for (String label : before.labels().keySet()) {
            change = after.labels().containsKey(label) ? change : change.unlabel(label);
        }
        for (var label : after.labels().entrySet()) {
            boolean isSame = label.getValue().equals(before.labels().get(label.getKey()));
            change = isSame ? change : change.label(label.getKey(), label.getValue());
        }
        return change;
    }

    /** Of what is counted; items are told by name. */
    private static Resources gained(Equipment from, Equipment to) {
        Resources gained = Resources.NONE;
        for (String resource : to.capacity().names()) {
            long more = to.capacity().units(resource) - from.capacity().units(resource);
            boolean hasItems = from.items().containsKey(resource) || to.items().containsKey(resource);
            gained = more > 0 && !hasItems ? gained.withUnits(resource, more) : gained;
        }
        return gained;
    }

    private static String[] gained(Equipment from, Equipment to, String resource) {
        var gained = new ArrayList<>(to.items().getOrDefault(resource, List.of()));
        gained.removeAll(from.items().getOrDefault(resource, List.of()));
        return gained.toArray(String[]::new);
    }

    /** There is to be as much of a resource as is in {@code amount}, however much the node has of it by then. */
    public Change setCapacity(String resource, Resources amount) {
        if (!ResourceName.isBuiltIn(resource) && !ResourceName.isValid(resource)) {
            throw new IllegalArgumentException(ResourceName.complaint(resource));
        }
        var all = new TreeMap<>(amounts);
        all.put(resource, amount.units(resource));
        return new Change(all, more, less, moreItems, lessItems, labels, unlabels);
    }

    /** A resource that the node has nothing of yet comes into being. */
    public Change addCapacity(Resources amount) {
        return new Change(amounts, more.plus(amount), less, moreItems, lessItems, labels, unlabels);
    }

    /** What runs keeps what it holds: there may be less than nothing free for a while. */
    public Change removeCapacity(Resources amount) {
        return new Change(amounts, more, less.plus(amount), moreItems, lessItems, labels, unlabels);
    }

    /** Adds named items to a resource that consists of such, or to one that the node does not have yet. */
    public Change addItems(String resource, String... names) {
        return new Change(amounts, more, less, with(moreItems, resource, names), lessItems, labels, unlabels);
    }

    /** An item that a task holds is taken away when the task ends. */
    public Change removeItems(String resource, String... names) {
        return new Change(amounts, more, less, moreItems, with(lessItems, resource, names), labels, unlabels);
    }

    /** Sets a label, or another value of it. */
    public Change label(String name, String value) {
        Equipment.requireLabel(name, value);
        var all = new TreeMap<>(labels);
        all.put(name, value);
        return new Change(amounts, more, less, moreItems, lessItems, all, unlabels);
    }

    public Change unlabel(String name) {
        Selector.checkLabel(name);
        var all = new TreeSet<>(unlabels);
        all.add(name);
        return new Change(amounts, more, less, moreItems, lessItems, labels, all);
    }

    private static Map<String, List<String>> with(Map<String, List<String>> items, String resource, String... names) {
        if (names.length == 0) {
            return items;
        }
        var all = new TreeMap<>(items);
        var named = new ArrayList<>(all.getOrDefault(resource, List.of()));
        named.addAll(List.of(names));
        all.put(resource, named);
        return all;
    }

    private static Map<String, List<String>> copy(Map<String, List<String>> items) {
        var copy = new TreeMap<String, List<String>>();
        items.forEach((name, names) -> copy.put(name, List.copyOf(names)));
        return Collections.unmodifiableMap(copy);
    }
}
