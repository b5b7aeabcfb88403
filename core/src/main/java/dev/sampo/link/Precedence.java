package dev.sampo.link;

import dev.sampo.job.JobOptions;

/**
 * How a job stands among others that wait at the same node.
 *
 * @param weight of its tenant, in thousandths: what that has had too little in the cluster it has more here
 * @param isLimited its tenant may not hold all there is: nodes start nothing of it by themselves
 */
public record Precedence(int priority, String tenant, int weight, boolean isLimited) {
    public static final Precedence USUAL = new Precedence(0, JobOptions.NO_TENANT, 1_000, false);

    public Precedence {
        if (weight < 1) {
            throw new IllegalArgumentException("weight=" + weight + " must be at least 1");
        }
    }
}
