package dev.sampo.harness.history;

import dev.sampo.harness.history.Entry.Fault;
import dev.sampo.harness.history.Entry.Kind;
import dev.sampo.harness.history.Entry.Load;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When faults were on. */
record FaultTimes(List<Interval> faults) {

    /** @param to {@link Long#MAX_VALUE} for one that was never made good */
    record Interval(Kind kind, List<String> nodes, long from, long to, boolean seen) {

        boolean overlaps(long begin, long end) {
            return from <= end && to >= begin;
        }
    }

    /** A time during which something held. */
    record Window(long from, long to) {
        double seconds() {
            return (to - from) / 1e9;
        }
    }

    static FaultTimes of(History history) {
        Map<Long, Fault> begun = new HashMap<>();
        var intervals = new ArrayList<Interval>();
        for (Fault fault : history.all(Fault.class)) {
            if (fault.begins()) {
                begun.put(fault.id(), fault);
            } else {
                Fault start = begun.remove(fault.id());
                intervals.add(interval(start == null ? fault : start, fault.t(), start, fault));
            }
        }
        begun.values().forEach(start -> intervals.add(interval(start, Long.MAX_VALUE, start, start)));
        intervals.sort(java.util.Comparator.comparingLong(Interval::from));
        return new FaultTimes(List.copyOf(intervals));
    }

    private static Interval interval(Fault what, long to, Fault start, Fault end) {
        boolean seen = start != null && Boolean.TRUE.equals(start.seen()) || Boolean.TRUE.equals(end.seen());
        return new Interval(what.f(), what.nodes(), what.t(), to, seen);
    }

    /** Whether the node was under some fault at some moment in between. */
    boolean touched(String node, long begin, long end) {
        return faults.stream()
                .anyMatch(fault -> fault.overlaps(begin, end) && fault.nodes().contains(node));
    }

    /** The times without any fault while the load was on; the first ends where the first fault begins. */
    List<Window> quiet(History history) {
        long from = history.begin();
        long to = history.end();
        for (Load load : history.all(Load.class)) {
            if (load.on()) {
                from = load.t();
            } else {
                to = load.t();
            }
        }
        var windows = new ArrayList<Window>();
        for (Interval fault : faults) {
            if (fault.from() > from && from < to) {
                windows.add(new Window(from, Math.min(fault.from(), to)));
            }
            from = Math.max(from, fault.to());
        }
        if (from < to) {
            windows.add(new Window(from, to));
        }
        return windows;
    }

    /** The moments at which the last of the faults that were on was made good. */
    List<Window> calms(History history) {
        var windows = new ArrayList<Window>();
        long over = Long.MIN_VALUE;
        for (Interval fault : faults) {
            if (over != Long.MIN_VALUE && fault.from() > over) {
                windows.add(new Window(over, fault.from()));
            }
            over = Math.max(over, fault.to());
        }
        if (over != Long.MIN_VALUE && over < history.end()) {
            windows.add(new Window(over, history.end()));
        }
        return windows;
    }
}
