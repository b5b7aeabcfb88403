package dev.sampo.worker;

import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The node's own table of what is in use. It alone admits work, so that no number of schedulers can over-commit a node.
 * A change of capacity never touches what is taken: room may be negative until enough of it has been given back.
 */
final class Slots {
    private final Map<String, Pool> pools = new TreeMap<>();
    private Resources capacity = Resources.NONE;
    private Resources free = Resources.NONE;
    private Map<String, List<String>> taken = Map.of();

    Slots(Equipment equipment) {
        resize(equipment);
    }

    boolean couldEverTake(Resources needs) {
        return needs.fitsIn(capacity);
    }

    boolean take(Resources needs) {
        taken = Map.of();
        if (!needs.fitsIn(free)) {
            return false;
        }
        if (!pools.isEmpty() && !takeItems(needs)) {
            return false;
        }
        free = free.minus(needs);
        return true;
    }

    private boolean takeItems(Resources needs) {
        for (var pool : pools.entrySet()) {
            long units = needs.units(pool.getKey());
            if (units > 0 && !pool.getValue().fits(units)) {
                return false;
            }
        }
        for (var pool : pools.entrySet()) {
            long units = needs.units(pool.getKey());
            if (units > 0) {
                taken = taken.isEmpty() ? new TreeMap<>() : taken;
                taken.put(pool.getKey(), pool.getValue().take(units));
            }
        }
        return true;
    }

    /** The items that came with what was taken last, by resource. */
    Map<String, List<String>> taken() {
        return taken;
    }

    /** @param items what {@link #taken} said */
    void release(Resources needs, Map<String, List<String>> items) {
        free = free.plus(needs);
        items.forEach((name, names) -> {
            Pool pool = pools.get(name);
            pool.release(names, needs.units(name));
            if (pool.isGone()) {
                pools.remove(name);
            }
        });
    }

    void resize(Equipment wanted) {
        free = free.plus(wanted.capacity()).minus(capacity);
        capacity = wanted.capacity();
        var sizes = Pool.sizes(wanted);
        sizes.keySet().forEach(name -> pools.computeIfAbsent(name, each -> new Pool()));
        pools.forEach((name, pool) -> pool.resize(sizes.getOrDefault(name, Map.of())));
        pools.values().removeIf(Pool::isGone);
    }

    Resources free() {
        return free;
    }
}
