package dev.sampo.planning;

/** What a client asks for a whole job. {@code priority} is added to that of each task. */
public record JobOptions(int priority) {
    public static final JobOptions DEFAULTS = new JobOptions(0);
}
