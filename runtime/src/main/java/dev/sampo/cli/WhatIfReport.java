package dev.sampo.cli;

import dev.sampo.sim.whatif.Schedule;
import dev.sampo.sim.whatif.ScheduleRow;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a workload would come to.
 *
 * @param nodes how many nodes got any task
 * @param makespan in the workload's unit of time
 * @param schedule the file it was written to; empty for none
 */
record WhatIfReport(
        String workload,
        String policy,
        String estimates,
        int tasks,
        long nodes,
        double makespan,
        String schedule,
        double seconds) {

    static WhatIfReport of(Schedule schedule, Path file, double seconds) {
        return new WhatIfReport(
                schedule.workload(),
                schedule.policy(),
                schedule.estimates().toString(),
                schedule.rows().size(),
                schedule.rows().stream().map(ScheduleRow::node).distinct().count(),
                schedule.makespan(),
                file == null ? "" : file.toString(),
                seconds);
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%s under %s, estimates %s: %d tasks on %d nodes end at %s%s",
                workload,
                policy,
                estimates,
                tasks,
                nodes,
                java.math.BigDecimal.valueOf(makespan).stripTrailingZeros().toPlainString(),
                schedule.isEmpty() ? "" : "; schedule in " + schedule);
    }
}
