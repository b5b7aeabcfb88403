package dev.sampo.http.picture;

import dev.sampo.http.api.LiveView;

/**
 * One look at a job.
 *
 * @param seen what who looked has seen by now
 */
public record Look(LiveView view, Seen seen) {}
