package dev.sampo.lookahead;

/** When each task of a project starts and where. */
public record Timetable(long[] start, int[] node, long makespan) {}
