package dev.sampo.actors.value;

import dev.sampo.job.JobId;

/** One value in the store. Its fields but the first four are guarded by the store's lock. */
final class KeptValue {
    final JobId job;
    final int task;
    final int crc;
    final long size;
    /** Null while the value is in its file only. */
    byte[] bytes;

    boolean hasFile;
    boolean discarded;

    KeptValue(JobId job, int task, int crc, long size) {
        this.job = job;
        this.task = task;
        this.crc = crc;
        this.size = size;
    }

    boolean is(int wantedCrc, long wantedSize) {
        return crc == wantedCrc && size == wantedSize;
    }
}
