package dev.sampo.planning;

import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;

/** A job at one glance. */
public record JobSummary(
        JobId job,
        String name,
        JobStatus status,
        String reason,
        int tasks,
        int succeeded,
        int assigned,
        int ready,
        int waiting,
        long failures,
        long acceptedAt,
        long endedAt) {}
