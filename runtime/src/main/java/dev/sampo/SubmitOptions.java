package dev.sampo;

import dev.sampo.planning.JobOptions;
import java.util.Optional;

/** What may be said about a job as it is submitted. {@code priority} is added to that of each of its tasks. */
public record SubmitOptions(Optional<String> id, int priority) {
    public static final SubmitOptions DEFAULTS = new SubmitOptions(Optional.empty(), 0);

    public SubmitOptions id(String chosen) {
        return new SubmitOptions(Optional.of(chosen), priority);
    }

    public SubmitOptions priority(int higherGoesFirst) {
        return new SubmitOptions(id, higherGoesFirst);
    }

    JobOptions toJobOptions() {
        return new JobOptions(priority);
    }
}
