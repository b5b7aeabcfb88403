package dev.sampo.worker;

import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The items of one resource, such as gpus, and who may have which: a whole one goes to one attempt alone, fractions share
 * an item as long as they fit, on the fullest that has room. An item that is taken away in use goes when it is free.
 */
final class Pool {

    private static final class Item {
        private final String name;
        private long size;
        private long used;
        private boolean leaving;

        Item(String name) {
            this.name = name;
        }

        long free() {
            return leaving ? 0 : size - used;
        }

        boolean isWhole() {
            return used == 0 && free() == Resources.WHOLE;
        }
    }

    private final Map<String, Item> items = new LinkedHashMap<>();

    /** The items of a node by resource: those that have names, and its gpus by number, of which the last may be a part. */
    static Map<String, Map<String, Long>> sizes(Equipment equipment) {
        var sizes = new TreeMap<String, Map<String, Long>>();
        equipment.items().forEach((resource, names) -> {
            var whole = new LinkedHashMap<String, Long>();
            names.forEach(name -> whole.put(name, Resources.WHOLE));
            sizes.put(resource, whole);
        });
        long gpus = equipment.capacity().gpuUnits();
        if (gpus > 0 && !sizes.containsKey(Equipment.GPUS)) {
            var numbered = new LinkedHashMap<String, Long>();
            for (long left = gpus; left > 0; left -= Resources.WHOLE) {
                numbered.put(String.valueOf(numbered.size()), Math.min(left, Resources.WHOLE));
            }
            sizes.put(Equipment.GPUS, numbered);
        }
        return sizes;
    }

    void resize(Map<String, Long> sizes) {
        items.values().forEach(item -> item.leaving = true);
        sizes.forEach((name, size) -> {
            Item item = items.computeIfAbsent(name, Item::new);
            item.leaving = false;
            item.size = size;
        });
        items.values().removeIf(item -> item.leaving && item.used == 0);
    }

    /** Whether nothing is left of it. */
    boolean isGone() {
        return items.isEmpty();
    }

    boolean fits(long units) {
        long whole = units / Resources.WHOLE;
        long part = units % Resources.WHOLE;
        Item shared = part == 0 ? null : fullestWith(part);
        if (part != 0 && shared == null) {
            return false;
        }
        long free = items.values().stream()
                .filter(item -> item.isWhole() && item != shared)
                .count();
        return whole <= free;
    }

    /** Takes what {@link #fits}: whole items first, and the one that is shared last. */
    List<String> take(long units) {
        Item shared = units % Resources.WHOLE == 0 ? null : fullestWith(units % Resources.WHOLE);
        var taken = new ArrayList<String>();
        long whole = units / Resources.WHOLE;
        for (Item item : items.values()) {
            if (taken.size() < whole && item.isWhole() && item != shared) {
                item.used = Resources.WHOLE;
                taken.add(item.name);
            }
        }
        if (shared != null) {
            shared.used += units % Resources.WHOLE;
            taken.add(shared.name);
        }
        return List.copyOf(taken);
    }

    void release(List<String> taken, long units) {
        long left = units;
        for (String name : taken) {
            Item item = items.get(name);
            item.used -= Math.min(left, Resources.WHOLE);
            left -= Resources.WHOLE;
            if (item.leaving && item.used == 0) {
                items.remove(name);
            }
        }
    }

    private Item fullestWith(long part) {
        Item best = null;
        for (Item item : items.values()) {
            if (item.free() >= part && (best == null || item.free() < best.free())) {
                best = item;
            }
        }
        return best;
    }
}
