package dev.sampo.actors.worker;

import dev.sampo.membership.NodeLoad;
import dev.sampo.worker.Action;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The values that are on their way to this node. */
final class Fetches {
    private static final int TOLD_MAX = 20;

    private record Begun(Action.FetchValue what, long nanos) {}

    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Begun> underWay = new ConcurrentHashMap<>();

    /** @return to be said when it is over */
    long begin(Action.FetchValue what, long nanos) {
        long number = numbers.incrementAndGet();
        underWay.put(number, new Begun(what, nanos));
        return number;
    }

    void end(long number) {
        underWay.remove(number);
    }

    int count() {
        return underWay.size();
    }

    /** The oldest. */
    List<NodeLoad.Fetch> some(long now) {
        return underWay.entrySet().stream()
                .sorted(Comparator.comparingLong(Map.Entry::getKey))
                .limit(TOLD_MAX)
                .map(each -> told(each.getValue(), now))
                .toList();
    }

    private static NodeLoad.Fetch told(Begun begun, long now) {
        Action.FetchValue what = begun.what();
        return new NodeLoad.Fetch(
                what.job(),
                what.task(),
                what.value().node(),
                what.value().size(),
                Math.max(0, now - begun.nanos()) / 1_000_000);
    }
}
