package dev.sampo.http.api;

import dev.sampo.resource.MemorySize;
import dev.sampo.resource.Resources;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Resources by name: counts as numbers, memory in bytes; where they are sent, memory may also be a text such as "2GiB". */
public final class Amounts {
    private static final String CPUS = "cpus";
    private static final String MEMORY = "memory";
    private static final String GPUS = "gpus";

    private Amounts() {}

    public static Map<String, BigDecimal> of(Resources resources) {
        var amounts = new TreeMap<String, BigDecimal>();
        for (String name : resources.names()) {
            amounts.put(name, amount(name, resources.units(name)));
        }
        return amounts;
    }

    private static BigDecimal amount(String name, long units) {
        BigDecimal exact = name.equals(MEMORY) ? BigDecimal.valueOf(units) : BigDecimal.valueOf(units, 4);
        BigDecimal shortest = exact.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }

    /** @throws IllegalArgumentException for what is no amount */
    public static Resources resources(Map<String, Object> amounts) {
        Resources all = Resources.NONE;
        for (var entry : amounts.entrySet()) {
            all = all.plus(one(entry.getKey(), entry.getValue()));
        }
        return all;
    }

    /** Of these names only. */
    public static Resources only(Resources resources, Set<String> names) {
        var extras = new TreeMap<>(resources.extraUnits());
        extras.keySet().retainAll(names);
        return new Resources(
                names.contains(CPUS) ? resources.cpuUnits() : 0,
                names.contains(MEMORY) ? resources.memoryBytes() : 0,
                names.contains(GPUS) ? resources.gpuUnits() : 0,
                extras);
    }

    private static Resources one(String name, Object amount) {
        if (name.equals(MEMORY)) {
            return Resources.NONE.memory(
                    amount instanceof String size ? MemorySize.parse(size) : (long) number(name, amount));
        }
        double number = number(name, amount);
        return switch (name) {
            case CPUS -> Resources.cpus(number);
            case GPUS -> Resources.NONE.gpus(number);
            default -> Resources.NONE.and(name, number);
        };
    }

    private static double number(String name, Object amount) {
        if (amount instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException(name + "=" + amount + " is no number");
    }
}
