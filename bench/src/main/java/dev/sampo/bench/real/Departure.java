package dev.sampo.bench.real;

import dev.sampo.sim.whatif.ScheduleRow;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where a run takes another way than the simulation: what follows from the first other decision says nothing more. */
final class Departure {
    private Departure() {}

    /** The first task that ran on another node, or on its node before one that should have begun there earlier; empty when none did. */
    static Optional<String> of(List<ScheduleRow> simulated, List<ScheduleRow> real) {
        Map<String, ScheduleRow> foreseen =
                simulated.stream().collect(Collectors.toMap(ScheduleRow::task, Function.identity()));
        List<ScheduleRow> begun = real.stream()
                .sorted(Comparator.comparingDouble(ScheduleRow::start))
                .toList();
        for (int i = 0; i < begun.size(); i++) {
            ScheduleRow row = begun.get(i);
            ScheduleRow expected = foreseen.get(row.task());
            if (!expected.node().equals(row.node())) {
                return Optional.of(row.task() + " on " + row.node() + " and not on " + expected.node());
            }
            Optional<ScheduleRow> passed = begun.subList(i + 1, begun.size()).stream()
                    .map(later -> foreseen.get(later.task()))
                    .filter(later -> later.node().equals(row.node()) && later.start() < expected.start())
                    .findFirst();
            if (passed.isPresent()) {
                return Optional.of(row.task() + " on " + row.node() + " before "
                        + passed.get().task());
            }
        }
        return Optional.empty();
    }
}
