package dev.sampo.http.api;

import java.util.List;

/**
 * Why a job stands where it stands.
 *
 * @param why some sentences, and the tasks that waited for one another, a line each
 * @param outlook when it will be done
 * @param outlookMillis the same in milliseconds from now on, at least; null when nothing is known
 * @param because the state that tells most: that of its failed tasks, else of those that are tried again, are ready, run, wait
 * @param tasks the first few tasks in that state, explained
 */
public record JobExplanationView(
        JobView job, String why, String outlook, Long outlookMillis, String because, List<ExplanationView> tasks) {}
