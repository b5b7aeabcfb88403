package dev.sampo.sim.whatif;

/** One task's place in a schedule, in the workload's unit of time. */
public record ScheduleRow(String task, String node, double start, double end) {}
