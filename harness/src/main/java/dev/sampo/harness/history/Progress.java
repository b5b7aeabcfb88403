package dev.sampo.harness.history;

import dev.sampo.harness.history.Entry.Moment;
import dev.sampo.harness.history.Entry.Run;
import dev.sampo.harness.history.FaultTimes.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * C11: a run in which nothing works must not pass. While there are no faults, work goes on about as before the first, once it
 * goes on at all; how long that may take is C10's to say.
 */
record Progress(Limits limits) implements Checker {

    @Override
    public List<Violation> check(History history) {
        long[] done = history.all(Run.class).stream()
                .filter(run -> run.f() == Moment.END && Boolean.TRUE.equals(run.ok()))
                .mapToLong(Run::t)
                .toArray();
        var violations = new ArrayList<Violation>();
        if (done.length == 0) {
            return List.of(new Violation("C11", "no task ever succeeded"));
        }
        List<Window> quiet = FaultTimes.of(history).quiet(history);
        if (quiet.isEmpty()) {
            return violations;
        }
        double before = rate(done, quiet.get(0));
        for (Window calm : quiet.subList(1, quiet.size())) {
            int first = countBefore(done, calm.from());
            if (first == done.length || done[first] >= calm.to()) {
                continue;
            }
            var window = new Window(done[first], calm.to());
            double rate = rate(done, window);
            if (window.seconds() >= limits.quiet().toSeconds() && rate < limits.share() * before) {
                violations.add(new Violation(
                        "C11",
                        String.format(
                                Locale.ROOT,
                                "%.1f tasks a second in %.0f s without faults, %.1f before the first fault",
                                rate,
                                window.seconds(),
                                before)));
            }
        }
        return violations;
    }

    private static double rate(long[] done, Window window) {
        return (countBefore(done, window.to()) - countBefore(done, window.from())) / window.seconds();
    }

    private static int countBefore(long[] sorted, long t) {
        int found = Arrays.binarySearch(sorted, t);
        return found >= 0 ? found : -found - 1;
    }
}
