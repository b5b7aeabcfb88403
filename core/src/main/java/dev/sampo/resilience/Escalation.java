package dev.sampo.resilience;

import dev.sampo.resource.Selector;
import java.util.Objects;

/**
 * What the next try is given that the one before did not have.
 *
 * @param memoryFactor so many times the memory, once it ran out of it; 1 for no more
 * @param memoryMax but no more than that
 * @param afterTimeout nodes to prefer once it ran past its timeout; {@link Selector#ANY} for no others
 */
public record Escalation(double memoryFactor, long memoryMax, Selector afterTimeout) {
    private static final String OUT_OF_MEMORY = "java.lang.OutOfMemoryError";

    public static final Escalation NONE = new Escalation(1, 0, Selector.ANY);

    public Escalation {
        Objects.requireNonNull(afterTimeout, "afterTimeout");
        if (!(memoryFactor >= 1 && memoryFactor <= 1_000)) {
            throw new IllegalArgumentException(
                    "onOutOfMemory(" + memoryFactor + ", ..) must be more than 1 and at most 1000 times the memory");
        }
    }

    public boolean isNone() {
        return !raisesMemory() && !movesAfterTimeout();
    }

    public boolean raisesMemory() {
        return memoryFactor > 1;
    }

    public boolean movesAfterTimeout() {
        return !afterTimeout.conditions().isEmpty();
    }

    /** What one that ran out of so much memory is given next; 0 when there is no more for it. */
    public long memoryAfter(long bytes) {
        long more = (long) Math.min(memoryMax, Math.ceil(bytes * memoryFactor));
        return raisesMemory() && more > bytes ? more : 0;
    }

    /** Whether an exception of this class says that there was too little memory. */
    public static boolean isOutOfMemory(String type) {
        return type.equals(OUT_OF_MEMORY);
    }
}
