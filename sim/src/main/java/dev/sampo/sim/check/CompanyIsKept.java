package dev.sampo.sim.check;

import dev.sampo.dag.Placing;
import dev.sampo.job.NodeId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Of the bodies that run and that their scheduler counts on, no two are where they should be apart, none away from where its group
 * is, and no more than may be.
 */
final class CompanyIsKept extends CountedOn {
    private final Tally tally;
    private final Map<String, NodeId> homes = new HashMap<>();

    CompanyIsKept(Tally tally) {
        this.tally = tally;
    }

    @Override
    boolean concerns(Start start) {
        return !placing(start).isNone();
    }

    @Override
    void counted(Start start) {
        Placing placing = placing(start);
        checkApart(start, placing.apart());
        checkTogether(start, placing.together());
        long here = count(start, Placing::perNode, true);
        long all = count(start, Placing::atMost, false);
        tally.hit(Sometimes.LIMIT_REACHED, all > 0 && all == placing.atMost().max());
        if (!placing.perNode().isNone() && here > placing.perNode().max()) {
            throw wrong(start, "is one of " + here + " there, and " + placing.perNode() + " may be");
        }
        if (!placing.atMost().isNone() && all > placing.atMost().max()) {
            throw wrong(start, "is one of " + all + ", and " + placing.atMost() + " may be");
        }
    }

    private void checkApart(Start start, Placing.Among apart) {
        for (Start other : running) {
            boolean isNeighbour = other != start
                    && !apart.isNone()
                    && attempt(other).job().equals(attempt(start).job())
                    && placing(other).apart().equals(apart);
            tally.hit(Sometimes.KEPT_APART, isNeighbour);
            if (isNeighbour && other.node().equals(start.node())) {
                throw wrong(start, "runs beside " + attempt(other) + " and was to be apart");
            }
        }
    }

    private void checkTogether(Start start, String group) {
        if (group.isEmpty()) {
            return;
        }
        for (Start other : running) {
            boolean isMate = other != start
                    && attempt(other).job().equals(attempt(start).job())
                    && placing(other).together().equals(group);
            tally.hit(Sometimes.KEPT_TOGETHER, isMate);
            if (isMate && !other.node().equals(start.node())) {
                throw wrong(start, "runs away from " + attempt(other) + " of its group on " + other.node());
            }
        }
        NodeId before = homes.put(attempt(start).job() + " " + group, start.node());
        tally.hit(Sometimes.GROUP_MOVED, before != null && !before.equals(start.node()));
    }

    private long count(Start start, Function<Placing, Placing.Limit> which, boolean isHere) {
        Placing.Limit limit = which.apply(placing(start));
        return limit.isNone()
                ? 0
                : running.stream()
                        .filter(other -> which.apply(placing(other)).equals(limit)
                                && (!isHere || other.node().equals(start.node())))
                        .count();
    }

    private Violation wrong(Start start, String what) {
        return violated(
                attempt(start).job(), attempt(start).task(), attempt(start) + " on " + start.node() + " " + what);
    }

    private static Placing placing(Start start) {
        return start.run().blueprint().options(start.run().blueprintTask()).placing();
    }
}
