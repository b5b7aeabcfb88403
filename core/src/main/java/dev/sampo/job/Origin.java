package dev.sampo.job;

import java.util.List;
import java.util.Objects;

/**
 * Where a forked job takes values from that it need not make itself.
 *
 * @param again names of tasks that are to run again, and with them all that depends on them
 */
public record Origin(JobId source, List<String> again) {
    public Origin {
        Objects.requireNonNull(source, "source");
        again = List.copyOf(again);
    }
}
