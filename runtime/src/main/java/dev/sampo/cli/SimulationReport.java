package dev.sampo.cli;

import dev.sampo.sim.SeedViolation;
import dev.sampo.sim.SimulationSummary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a simulation came to.
 *
 * @param seeds worlds that were run
 * @param violations worlds in which an invariant broke
 * @param broken the first few of them
 * @param sometimes how often each situation worth surviving came up
 */
record SimulationReport(
        long from,
        long seeds,
        int nodes,
        long steps,
        long crashes,
        long messages,
        long lost,
        long doubled,
        long violations,
        String transcriptHash,
        double virtualSeconds,
        double seconds,
        List<SeedViolation> broken,
        Map<String, Long> sometimes) {

    static SimulationReport of(SimulationSummary summary, double seconds) {
        var sometimes = new TreeMap<String, Long>();
        summary.sometimes().forEach((what, count) -> sometimes.put(what.name().toLowerCase(Locale.ROOT), count));
        return new SimulationReport(
                summary.seedFrom(),
                summary.seeds(),
                summary.nodes(),
                summary.steps(),
                summary.crashes(),
                summary.messages(),
                summary.lost(),
                summary.doubled(),
                summary.violationCount(),
                summary.transcriptHash(),
                summary.virtualMillis() / 1e3,
                seconds,
                summary.violations(),
                sometimes);
    }

    String text() {
        var text = new StringBuilder();
        line(text, "%d seeds from %d in %.1f s, %.0f a second", seeds, from, seconds, seeds / seconds);
        line(text, "");
        line(text, "  %-12s %,d", "steps", steps);
        line(text, "  %-12s %,d s of virtual time", "time", Math.round(virtualSeconds));
        line(text, "  %-12s %,d", "crashes", crashes);
        line(text, "  %-12s %,d sent, %,d lost, %,d doubled", "messages", messages, lost, doubled);
        line(text, "  %-12s %s", "transcript", transcriptHash);
        sometimes.entrySet().stream()
                .filter(situation -> situation.getValue() == 0)
                .forEach(situation -> line(text, "  %-12s never happened: %s", "", situation.getKey()));
        line(text, "");
        broken.forEach(violation -> line(text, "%s%n", violation));
        text.append(violations == 0 ? "No invariant was broken." : violations + " seeds broke an invariant.");
        return text.toString();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
