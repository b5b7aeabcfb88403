package dev.sampo.sim.check;

import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whoever needs items gets as many as it needs, of those its node has when it starts; whole ones for itself, and no more
 * on any item than there is of it.
 */
final class ItemsAreHeldOnce extends Witness {
    private record Item(NodeId node, String resource, String name) {}

    private final Tally tally;
    private final Map<NodeId, Equipment> equipment = new HashMap<>();
    private final Map<Item, Long> used = new HashMap<>();

    ItemsAreHeldOnce(Tally tally) {
        this.tally = tally;
    }

    @Override
    void equipped(NodeId node, long incarnation, Equipment now) {
        boolean takesOneInUse = used.keySet().stream()
                .anyMatch(item -> item.node().equals(node) && !has(now, item) && has(equipment.get(node), item));
        tally.hit(Sometimes.ITEM_TAKEN_AWAY_IN_USE, takesOneInUse);
        equipment.put(node, now);
    }

    private static boolean has(Equipment equipment, Item item) {
        if (item.resource().equals(Equipment.GPUS)) {
            return Integer.parseInt(item.name()) * Resources.WHOLE
                    < equipment.capacity().gpuUnits();
        }
        return equipment.items().getOrDefault(item.resource(), List.of()).contains(item.name());
    }

    @Override
    void nodeDied(NodeId node, long incarnation) {
        used.keySet().removeIf(item -> item.node().equals(node));
    }

    @Override
    void started(Start start) {
        for (String resource : List.of(Equipment.GPUS, "licence")) {
            long needs = start.needs().units(resource);
            long count = (needs + Resources.WHOLE - 1) / Resources.WHOLE;
            int given = start.run().items().getOrDefault(resource, List.of()).size();
            if (given != count) {
                throw wrong(
                        start,
                        "needs " + count + " items of " + resource + " and has "
                                + start.run().items());
            }
        }
        shares(start).forEach((item, share) -> {
            if (!has(equipment.get(start.node()), item)) {
                throw wrong(start, "is given " + item + ", which is not there");
            }
            long all = used.merge(item, share, Long::sum);
            if (all > Resources.WHOLE) {
                throw wrong(start, "is given " + item + ", which others have");
            }
            tally.hit(Sometimes.ITEM_SHARED, all > share);
        });
    }

    private Violation wrong(Start start, String what) {
        return violated(
                start.run().attempt().job(),
                start.run().attempt().task(),
                start.run().attempt() + " " + what);
    }

    @Override
    void ended(Start start, Outcome outcome) {
        shares(start).forEach((item, share) -> {
            if (used.merge(item, -share, Long::sum) == 0) {
                used.remove(item);
            }
        });
    }

    /** How much of each item the body has: all of it, but for the last where it needs a fraction. */
    private static Map<Item, Long> shares(Start start) {
        if (start.run().items().isEmpty()) {
            return Map.of();
        }
        var shares = new HashMap<Item, Long>();
        new TreeMap<>(start.run().items()).forEach((resource, names) -> {
            long left = start.needs().units(resource);
            for (String name : names) {
                shares.put(new Item(start.node(), resource, name), Math.min(left, Resources.WHOLE));
                left -= Resources.WHOLE;
            }
        });
        return shares;
    }
}
