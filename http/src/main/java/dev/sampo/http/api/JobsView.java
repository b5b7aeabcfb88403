package dev.sampo.http.api;

import java.util.List;

/**
 * Some jobs, the latest first.
 *
 * @param total how many match
 * @param next what to give as after for those that follow; null when these were the last
 */
public record JobsView(List<JobView> jobs, int total, String next) {}
