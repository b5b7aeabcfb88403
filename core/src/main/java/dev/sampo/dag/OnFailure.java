package dev.sampo.dag;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a task makes of failures, of those it waits for and of its own.
 *
 * @param inputs how it needs each of its inputs, in their order; empty when it needs them all
 * @param afters the same of the tasks it comes after
 * @param standIn name of the task that makes its value when it cannot itself
 */
public record OnFailure(List<Need> inputs, List<Need> afters, Optional<String> standIn) {
    /** Of a task that is skipped with what it needs, and whose value nothing else makes. */
    public static final OnFailure FAILS = new OnFailure(List.of(), List.of(), Optional.empty());

    public OnFailure {
        inputs = List.copyOf(inputs);
        afters = List.copyOf(afters);
        Objects.requireNonNull(standIn, "standIn");
    }

    Need input(int position) {
        return inputs.isEmpty() ? Need.VALUE : inputs.get(position);
    }

    Need after(int position) {
        return afters.isEmpty() ? Need.VALUE : afters.get(position);
    }
}
