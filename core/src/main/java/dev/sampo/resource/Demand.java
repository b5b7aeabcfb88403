package dev.sampo.resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a task needs: one amount, or several in order of preference, of each of which the memory may grow with the task's
 * inputs.
 *
 * @param needs the first choice
 * @param otherwise what it makes do with rather than wait, the best first
 * @param memoryPerInputByte bytes of memory beyond each of these amounts, for every byte of all inputs
 */
public record Demand(Resources needs, List<Resources> otherwise, double memoryPerInputByte) {
    /** What is needed for inputs is rounded up by an eighth at most, so that tasks of about the same size are alike. */
    public static final int BITS = 3;

    /** Not rounded. */
    public static final int ALL_BITS = Long.SIZE - 1;

    public Demand {
        Objects.requireNonNull(needs, "needs");
        otherwise = List.copyOf(otherwise);
    }

    public static Demand of(Resources needs) {
        return new Demand(needs, List.of(), 0);
    }

    /** Another first choice, and no other choice. */
    public Demand needs(Resources first) {
        return new Demand(first, List.of(), memoryPerInputByte);
    }

    public Demand orNeeds(Resources next) {
        var more = new ArrayList<>(otherwise);
        more.add(next);
        return new Demand(needs, more, memoryPerInputByte);
    }

    public Demand memoryPerInputByte(double bytes) {
        return new Demand(needs, otherwise, bytes);
    }

    /** Whether the inputs do not matter. */
    public boolean isFixed() {
        return memoryPerInputByte == 0;
    }

    /** All choices, the best first. */
    public List<Resources> all() {
        var all = new ArrayList<Resources>();
        all.add(needs);
        all.addAll(otherwise);
        return all;
    }

    /** What is left without the first of several choices. */
    public Demand withoutFirst() {
        return new Demand(otherwise.get(0), otherwise.subList(1, otherwise.size()), memoryPerInputByte);
    }

    /** What it comes to with inputs of so many bytes, rounded up. */
    public Demand forInputs(long bytes) {
        return forInputs(bytes, BITS);
    }

    /** The same, rounded up to so many binary digits after the first. */
    public Demand forInputs(long bytes, int bits) {
        double more = memoryPerInputByte * bytes;
        return isFixed()
                ? this
                : map(each -> more == 0 ? each : each.memory(stepAbove(each.memoryBytes() + more, bits)))
                        .memoryPerInputByte(0);
    }

    /** With that much memory at least. */
    public Demand withMemory(long least) {
        return map(each -> each.memoryBytes() >= least ? each : each.memory(least));
    }

    private Demand map(UnaryOperator<Resources> change) {
        return new Demand(change.apply(needs), otherwise.stream().map(change).toList(), memoryPerInputByte);
    }

    private static long stepAbove(double bytes, int bits) {
        if (bytes >= Resources.AMOUNT_MAX) {
            return Resources.AMOUNT_MAX;
        }
        long exact = (long) Math.ceil(bytes);
        long step = Math.max(1, Long.highestOneBit(exact) >> bits);
        return Math.min(Resources.AMOUNT_MAX, (exact + step - 1) / step * step);
    }

    @Override
    public String toString() {
        return all().stream().map(Resources::toString).collect(Collectors.joining(", or "));
    }
}
