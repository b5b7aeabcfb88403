package dev.sampo.resource;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongBinaryOperator;

/**
 * An amount of cpus, memory, gpus and named extras: what a task needs, what a node has, what is left.
 *
 * <p>Counts are kept in ten-thousandths, so that thirds of a gpu add up without rounding; memory is in bytes. Amounts
 * handed in by users are checked here, once; sums and differences inside the scheduler are exact integers.
 */
public record Resources(long cpuUnits, long memoryBytes, long gpuUnits, Map<String, Long> extraUnits) {

    /** Units that make one whole cpu, gpu or extra. */
    public static final long WHOLE = 10_000;

    /** No amount is larger, so that sums over any cluster stay exact. */
    public static final long AMOUNT_MAX = Long.MAX_VALUE >> 10;

    public static final Resources NONE = new Resources(0, 0, 0, Map.of());

    public Resources {
        extraUnits = extraUnits.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(extraUnits));
    }

    public static Resources cpus(double count) {
        return NONE.withCpus(count);
    }

    public Resources withCpus(double count) {
        return new Resources(units("cpus", count), memoryBytes, gpuUnits, extraUnits);
    }

    public Resources memory(String size) {
        return memory(MemorySize.parse(size));
    }

    public Resources memory(long bytes) {
        if (bytes < 0 || bytes > AMOUNT_MAX) {
            throw new IllegalArgumentException("memory=" + bytes + (bytes < 0 ? " is negative" : " is too much")
                    + "; give a size such as \"256MB\"");
        }
        return new Resources(cpuUnits, bytes, gpuUnits, extraUnits);
    }

    public Resources gpus(double count) {
        return new Resources(cpuUnits, memoryBytes, units("gpus", count), extraUnits);
    }

    /** Adds a resource of the cluster's own naming, such as a licence. */
    public Resources and(String name, double count) {
        Objects.requireNonNull(name, "the name of a resource is null");
        if (!ResourceName.isValid(name)) {
            throw new IllegalArgumentException(ResourceName.complaint(name));
        }
        var extras = new TreeMap<>(extraUnits);
        extras.put(name, units(name, count));
        return new Resources(cpuUnits, memoryBytes, gpuUnits, extras);
    }

    /** The names of all there is something of, among them "cpus", "memory" and "gpus". */
    public Set<String> names() {
        var names = new TreeSet<String>(extraUnits.keySet());
        for (String name : ResourceName.BUILT_IN) {
            if (units(name) != 0) {
                names.add(name);
            }
        }
        return names;
    }

    /** How much there is of a resource, in ten-thousandths, or in bytes of memory. */
    public long units(String name) {
        return switch (name) {
            case "cpus" -> cpuUnits;
            case "memory" -> memoryBytes;
            case "gpus" -> gpuUnits;
            default -> extraUnits.getOrDefault(name, 0L);
        };
    }

    Resources withUnits(String name, long units) {
        return switch (name) {
            case "cpus" -> new Resources(units, memoryBytes, gpuUnits, extraUnits);
            case "memory" -> new Resources(cpuUnits, units, gpuUnits, extraUnits);
            case "gpus" -> new Resources(cpuUnits, memoryBytes, units, extraUnits);
            default -> {
                var extras = new TreeMap<>(extraUnits);
                extras.put(name, units);
                yield new Resources(cpuUnits, memoryBytes, gpuUnits, extras);
            }
        };
    }

    /** As {@link #toString} writes a single resource. */
    static String format(String name, long units) {
        return NONE.withUnits(name, units).toString();
    }

    public boolean isNone() {
        return equals(NONE);
    }

    public boolean fitsIn(Resources room) {
        if (!fits(cpuUnits, room.cpuUnits) || !fits(memoryBytes, room.memoryBytes) || !fits(gpuUnits, room.gpuUnits)) {
            return false;
        }
        for (var extra : extraUnits.entrySet()) {
            if (!fits(extra.getValue(), room.extraUnits.getOrDefault(extra.getKey(), 0L))) {
                return false;
            }
        }
        return true;
    }

    /** Of what is owed nothing is free, but who needs none of it does not mind. */
    private static boolean fits(long need, long room) {
        return need <= 0 || need <= room;
    }

    public Resources plus(Resources other) {
        return combine(other, Math::addExact);
    }

    /** The same for sums that may be beyond all measure: no part of them is more than {@link #AMOUNT_MAX}. */
    public Resources plusAtMost(Resources other) {
        return combine(other, (one, two) -> Math.min(AMOUNT_MAX, one + two));
    }

    /** May go below zero: a node whose capacity shrank under running work owes the difference. */
    public Resources minus(Resources other) {
        return combine(other, Math::subtractExact);
    }

    /** How often these resources fit into {@code capacity} at the same time; {@code Integer.MAX_VALUE} for no needs. */
    public int timesIn(Resources capacity) {
        long times = Integer.MAX_VALUE;
        times = Math.min(times, times(cpuUnits, capacity.cpuUnits));
        times = Math.min(times, times(memoryBytes, capacity.memoryBytes));
        times = Math.min(times, times(gpuUnits, capacity.gpuUnits));
        for (var extra : extraUnits.entrySet()) {
            times = Math.min(times, times(extra.getValue(), capacity.extraUnits.getOrDefault(extra.getKey(), 0L)));
        }
        return (int) times;
    }

    /** How large a part these are of {@code whole}, of the kind of which they are the largest; kinds of which it has none count for nothing. */
    public double largestShareOf(Resources whole) {
        double largest = Math.max(
                part(cpuUnits, whole.cpuUnits),
                Math.max(part(memoryBytes, whole.memoryBytes), part(gpuUnits, whole.gpuUnits)));
        for (var extra : extraUnits.entrySet()) {
            largest = Math.max(largest, part(extra.getValue(), whole.extraUnits.getOrDefault(extra.getKey(), 0L)));
        }
        return largest;
    }

    private static double part(long amount, long whole) {
        return whole <= 0 ? 0 : amount / (double) whole;
    }

    /** What these needs ask for beyond {@code room}; {@link #NONE} when they fit. */
    public Resources missingIn(Resources room) {
        var lacking = new TreeMap<String, Long>();
        extraUnits.forEach((name, need) -> {
            long missing = need - room.extraUnits.getOrDefault(name, 0L);
            if (missing > 0) {
                lacking.put(name, missing);
            }
        });
        return new Resources(
                Math.max(0, cpuUnits - room.cpuUnits),
                Math.max(0, memoryBytes - room.memoryBytes),
                Math.max(0, gpuUnits - room.gpuUnits),
                lacking);
    }

    /** What is missing in {@code room}, each as a share of what is needed, in all: comparable across kinds of resources. */
    public double shortfallIn(Resources room) {
        return missingIn(room).sharesOf(this);
    }

    private double sharesOf(Resources whole) {
        double sum =
                part(cpuUnits, whole.cpuUnits) + part(memoryBytes, whole.memoryBytes) + part(gpuUnits, whole.gpuUnits);
        for (var extra : extraUnits.entrySet()) {
            sum += part(extra.getValue(), whole.extraUnits.getOrDefault(extra.getKey(), 0L));
        }
        return sum;
    }

    private static long times(long need, long capacity) {
        return need == 0 ? Integer.MAX_VALUE : Math.max(0, capacity / need);
    }

    private Resources combine(Resources other, LongBinaryOperator operator) {
        Map<String, Long> extras = extraUnits;
        if (!other.extraUnits.isEmpty()) {
            var combined = new TreeMap<>(extraUnits);
            other.extraUnits.forEach((name, amount) ->
                    combined.put(name, operator.applyAsLong(combined.getOrDefault(name, 0L), amount)));
            combined.values().removeIf(amount -> amount == 0);
            extras = combined;
        }
        return new Resources(
                operator.applyAsLong(cpuUnits, other.cpuUnits),
                operator.applyAsLong(memoryBytes, other.memoryBytes),
                operator.applyAsLong(gpuUnits, other.gpuUnits),
                extras);
    }

    private static long units(String name, double count) {
        if (Double.isNaN(count) || count < 0 || count > AMOUNT_MAX / (double) WHOLE) {
            throw new IllegalArgumentException(name + "=" + count + " is no amount; give zero or a positive number");
        }
        long units = Math.round(count * WHOLE);
        if (units == 0 && count > 0) {
            throw new IllegalArgumentException(name + "=" + count + " is too little; the smallest share is 0.0001");
        }
        return units;
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        append(text, "cpus", cpuUnits);
        if (memoryBytes != 0) {
            text.append(text.isEmpty() ? "" : " ").append("memory=").append(MemorySize.format(memoryBytes));
        }
        append(text, "gpus", gpuUnits);
        extraUnits.forEach((name, amount) -> append(text, name, amount));
        return text.isEmpty() ? "nothing" : text.toString();
    }

    private static void append(StringBuilder text, String name, long units) {
        if (units != 0) {
            text.append(text.isEmpty() ? "" : " ").append(amount(name, units));
        }
    }

    static String amount(String name, long units) {
        return name + "=" + BigDecimal.valueOf(units, 4).stripTrailingZeros().toPlainString();
    }
}
