package dev.sampo.http.api;

import dev.sampo.resource.MemorySize;
import dev.sampo.resource.Resources;
import java.math.BigDecimal;
import java.util.Map;
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
            all = all.plus(resource(entry.getKey(), entry.getValue()));
        }
        return all;
    }

    /** @throws IllegalArgumentException for what is no amount */
    public static Resources resource(String name, Object amount) {
        if (name.equals(MEMORY)) {
            return Resources.NONE.memory(amount instanceof String size ? MemorySize.parse(size) : bytes(amount));
        }
        double number = number(name, amount);
        return switch (name) {
            case CPUS -> Resources.cpus(number);
            case GPUS -> Resources.NONE.gpus(number);
            default -> Resources.NONE.and(name, number);
        };
    }

    private static long bytes(Object amount) {
        double bytes = number(MEMORY, amount);
        if (bytes != Math.rint(bytes)) {
            throw new IllegalArgumentException(
                    "memory=" + amount + " is no whole number of bytes; give bytes, or a size such as \"2GiB\"");
        }
        return (long) bytes;
    }

    private static double number(String name, Object amount) {
        if (amount instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException(name + "=" + amount + " is no number");
    }
}
