package dev.sampo.cli;

import dev.sampo.sim.whatif.Packed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How full a gpu cluster became.
 *
 * @param draws how often it was filled
 * @param levels means over all of them
 */
record PackingReport(String policy, int nodes, double gpus, int draws, List<Level> levels, double seconds) {
    /** So much of all gpus had been asked for, so much was in use; in percent. */
    record Level(double asked, double allocated) {}

    static PackingReport of(List<Packed> packed, double seconds) {
        Packed first = packed.get(0);
        var levels = new ArrayList<Level>();
        for (int i = 0; i < first.levels().size(); i++) {
            int at = i;
            double allocated = packed.stream()
                    .mapToDouble(each -> each.levels().get(at).allocated())
                    .average()
                    .orElseThrow();
            levels.add(new Level(100 * first.levels().get(i).asked(), 100 * allocated));
        }
        return new PackingReport(
                first.policy(), first.nodes(), first.gpus(), packed.size(), List.copyOf(levels), seconds);
    }

    String text() {
        var text = new StringBuilder(
                String.format(Locale.ROOT, "%s, %d nodes with %.0f gpus, mean of %d:", policy, nodes, gpus, draws));
        for (Level level : levels) {
            text.append(String.format(
                    Locale.ROOT, "%n  %3.0f %% asked for, %.2f %% in use", level.asked(), level.allocated()));
        }
        return text.toString();
    }
}
