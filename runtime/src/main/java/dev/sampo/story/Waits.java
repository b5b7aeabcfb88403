package dev.sampo.story;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** For what tasks waited between the moment at which all they need was there and the start of the attempt that succeeded. */
final class Waits {

    /** What held a task up, as far as the journal tells. */
    enum Cause {
        NODE("for a node with room, and for its inputs to come there"),
        FAILURES("through attempts that failed, and until the next"),
        VOTES("for other nodes to say what they make of it, until enough agreed"),
        LOST("through attempts whose node was lost"),
        PAUSE("while the job was paused");

        final String words;

        Cause(String words) {
            this.words = words;
        }
    }

    private final Chronicle chronicle;
    private final Map<Cause, Long> total = new EnumMap<>(Cause.class);
    private final Map<Cause, Integer> tasks = new EnumMap<>(Cause.class);

    private Waits(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    static Waits of(Chronicle chronicle) {
        var waits = new Waits(chronicle);
        var vain = new HashMap<Integer, List<Run>>();
        for (Run run : chronicle.runs()) {
            if (run.outcome() != Run.Outcome.SUCCEEDED) {
                vain.merge(run.task(), List.of(run), Waits::and);
            } else if (chronicle.endedAt(run.task()) == run.end()) {
                waits.add(run, vain.getOrDefault(run.task(), List.of()));
            }
        }
        return waits;
    }

    private static List<Run> and(List<Run> some, List<Run> more) {
        var all = new java.util.ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private void add(Run run, List<Run> before) {
        long from = Math.min(chronicle.readyAt(run.task()), run.start());
        for (Run vain : before) {
            boolean counts = vain.end() > from && vain.end() <= run.start();
            if (counts && vain.outcome() != Run.Outcome.DROPPED) {
                add(causeOf(vain.outcome()), vain.end() - from);
                from = vain.end();
            }
        }
        long paused = chronicle.pausedUntil(run.start()) - chronicle.pausedUntil(from);
        add(Cause.PAUSE, paused);
        add(Cause.NODE, run.start() - from - paused);
    }

    private static Cause causeOf(Run.Outcome outcome) {
        return switch (outcome) {
            case LOST -> Cause.LOST;
            case VOTED -> Cause.VOTES;
            default -> Cause.FAILURES;
        };
    }

    private void add(Cause cause, long micros) {
        if (micros > 0) {
            total.merge(cause, micros, Long::sum);
            tasks.merge(cause, 1, Integer::sum);
        }
    }

    /** All tasks together. */
    long micros(Cause cause) {
        return total.getOrDefault(cause, 0L);
    }

    int tasks(Cause cause) {
        return tasks.getOrDefault(cause, 0);
    }
}
