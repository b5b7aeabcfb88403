package dev.sampo.resource;

import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/** The most that may be held of some kinds of resources; of kinds it does not name, anything. */
public record Quota(Map<String, Long> units) {
    private static final String CPUS = "cpus";
    private static final String MEMORY = "memory";
    private static final String GPUS = "gpus";

    public static final Quota NONE = new Quota(Map.of());

    public Quota {
        units = new TreeMap<>(units);
    }

    public Quota cpus(double most) {
        return with(CPUS, Resources.cpus(most).cpuUnits());
    }

    public Quota memory(long mostBytes) {
        return with(MEMORY, Resources.NONE.memory(mostBytes).memoryBytes());
    }

    public Quota gpus(double most) {
        return with(GPUS, Resources.NONE.gpus(most).gpuUnits());
    }

    public Quota and(String name, double most) {
        return with(name, Resources.NONE.and(name, most).extraUnits().get(name));
    }

    private Quota with(String kind, long most) {
        var more = new TreeMap<>(units);
        more.put(kind, most);
        return new Quota(more);
    }

    public boolean isNone() {
        return units.isEmpty();
    }

    /** How often these needs may be held beside what is. */
    public int times(Resources needs, Resources held) {
        long times = Integer.MAX_VALUE;
        for (var kind : units.entrySet()) {
            long each = unitsOf(kind.getKey(), needs);
            if (each > 0) {
                times = Math.min(times, Math.max(0, kind.getValue() - unitsOf(kind.getKey(), held)) / each);
            }
        }
        return (int) times;
    }

    private static long unitsOf(String kind, Resources of) {
        return switch (kind) {
            case CPUS -> of.cpuUnits();
            case MEMORY -> of.memoryBytes();
            case GPUS -> of.gpuUnits();
            default -> of.extraUnits().getOrDefault(kind, 0L);
        };
    }

    @Override
    public String toString() {
        var all = new ArrayList<String>();
        units.forEach((kind, most) ->
                all.add(kind.equals(MEMORY) ? kind + "=" + MemorySize.format(most) : Resources.amount(kind, most)));
        return String.join(" ", all);
    }
}
