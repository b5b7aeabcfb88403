package dev.sampo.job;

/** One try at one task; {@code number} counts tries for people, the fence is what machines compare. */
public record Attempt(JobId job, int task, int number, Fence fence) {
    @Override
    public String toString() {
        return job + "/" + task + "#" + number + "@" + fence;
    }
}
