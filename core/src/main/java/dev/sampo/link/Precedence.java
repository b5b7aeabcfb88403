package dev.sampo.link;

import dev.sampo.job.JobOptions;

/** How a job stands among others that wait at the same node. */
public record Precedence(int priority, String tenant, int weight) {
    public static final Precedence USUAL = new Precedence(0, JobOptions.NO_TENANT, 1);

    public Precedence {
        if (weight < 1) {
            throw new IllegalArgumentException("weight=" + weight + " must be at least 1");
        }
    }
}
