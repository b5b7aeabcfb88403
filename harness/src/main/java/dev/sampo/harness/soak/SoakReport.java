package dev.sampo.harness.soak;

import dev.sampo.harness.history.Checkers;
import dev.sampo.harness.history.Entry.Ask;
import dev.sampo.harness.history.Entry.Fault;
import dev.sampo.harness.history.Entry.Moment;
import dev.sampo.harness.history.Entry.Run;
import dev.sampo.harness.history.Entry.Stage;
import dev.sampo.harness.history.Entry.Stored;
import dev.sampo.harness.history.Entry.What;
import dev.sampo.harness.history.History;
import dev.sampo.harness.history.History.Exchange;
import dev.sampo.harness.history.Violation;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a soak.
 *
 * @param jobs how many were accepted
 * @param ended how many there are of each end
 * @param runs how often a body began
 * @param reruns how many of these were at a task that had begun before
 * @param unknown calls whose caller was not told whether they had happened
 * @param restarts of nodes that ended by themselves
 * @param recoverySeconds from the end of faults to the first task done after it: the median, and the longest
 * @param history where the histories and the nodes' output are; empty when they are deleted
 */
public record SoakReport(
        long seed,
        int nodes,
        String journal,
        double minutes,
        int jobs,
        Map<String, Integer> ended,
        long tasks,
        long runs,
        long reruns,
        long calls,
        long unknown,
        Map<String, Integer> faults,
        int restarts,
        double recoverySeconds,
        double recoverySecondsMax,
        List<String> violations,
        String history) {

    private static final int SHOWN_MAX = 20;

    static SoakReport of(SoakSettings settings, History history, List<Violation> violations, int restarts) {
        List<Exchange> exchanges = history.exchanges();
        var accepted = new HashSet<String>();
        exchanges.stream()
                .filter(exchange -> exchange.made().f() == Ask.SUBMIT && stage(exchange) == Stage.OK)
                .forEach(exchange -> accepted.add(exchange.made().job()));
        var ended = new TreeMap<String, Integer>();
        long done = 0;
        for (Stored fact : history.all(Stored.class)) {
            done += fact.f() == What.DONE ? 1 : 0;
            if (fact.f() == What.ENDED) {
                ended.merge(fact.status().toLowerCase(Locale.ROOT), 1, Integer::sum);
            }
        }
        record TaskKey(String job, String task) {}
        var begun = new HashSet<TaskKey>();
        long runs = 0;
        for (Run run : history.all(Run.class)) {
            if (run.f() == Moment.START) {
                runs++;
                begun.add(new TaskKey(run.job(), run.task()));
            }
        }
        var faults = new TreeMap<String, Integer>();
        history.all(Fault.class).stream()
                .filter(Fault::begins)
                .forEach(fault -> faults.merge(fault.f().name().toLowerCase(Locale.ROOT), 1, Integer::sum));
        List<Double> recoveries = Checkers.recoveries(history).stream().sorted().toList();
        return new SoakReport(
                settings.seed(),
                settings.nodes(),
                settings.journal(),
                settings.length().toMillis() / 60_000.0,
                accepted.size(),
                ended,
                done,
                runs,
                runs - begun.size(),
                exchanges.size(),
                exchanges.stream()
                        .filter(exchange -> stage(exchange) == Stage.INFO)
                        .count(),
                faults,
                restarts,
                recoveries.isEmpty() ? 0 : recoveries.get(recoveries.size() / 2),
                recoveries.isEmpty() ? 0 : Collections.max(recoveries),
                violations.stream().map(Violation::toString).toList(),
                settings.keep() || !violations.isEmpty() ? settings.directory().toString() : "");
    }

    private static Stage stage(Exchange exchange) {
        return exchange.over().map(over -> over.ty()).orElse(Stage.INFO);
    }

    public boolean isClean() {
        return violations.isEmpty();
    }

    public String text() {
        var text = new StringBuilder();
        line(text, "%.1f minutes on %d nodes, journal %s, seed %d", minutes, nodes, journal, seed);
        line(text, "");
        line(text, "  %-10s %d accepted: %s", "jobs", jobs, ended);
        line(text, "  %-10s %d done in %d runs, %d of them again", "tasks", tasks, runs, reruns);
        line(text, "  %-10s %d, of %d of which the outcome was not known", "calls", calls, unknown);
        line(text, "  %-10s %s; %d nodes ended by themselves", "faults", faults, restarts);
        line(text, "  %-10s %.1f s in the median, %.1f s at most", "recovery", recoverySeconds, recoverySecondsMax);
        if (isClean()) {
            line(text, "  %-10s nothing: every job ended once, every result is right", "violations");
        } else {
            line(text, "  %-10s %d", "violations", violations.size());
            violations.stream().limit(SHOWN_MAX).forEach(violation -> line(text, "    %s", violation));
        }
        if (!history.isEmpty()) {
            line(text, "  %-10s %s", "history", history);
        }
        return text.toString().stripTrailing();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
