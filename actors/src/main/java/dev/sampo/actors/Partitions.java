package dev.sampo.actors;

import dev.sampo.job.JobId;
import java.nio.charset.StandardCharsets;

/** Which partition a job belongs to; the same for ever, since its facts are in that partition's journal. */
final class Partitions {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Partitions() {}

    /** Forks go where the job is that they are made from. FNV-1a of that id's bytes, its bits well mixed before the remainder is taken. */
    static int of(JobId job, int partitions) {
        long hash = OFFSET;
        for (byte each : job.root().getBytes(StandardCharsets.US_ASCII)) {
            hash = (hash ^ each) * PRIME;
        }
        hash = (hash ^ hash >>> 32) * 0x9e3779b97f4a7c15L;
        return (int) Long.remainderUnsigned(hash ^ hash >>> 29, partitions);
    }
}
