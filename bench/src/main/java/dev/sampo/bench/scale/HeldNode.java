package dev.sampo.bench.scale;

import dev.sampo.bench.node.BareNode;
import dev.sampo.job.Attempt;
import dev.sampo.job.Grounds;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.link.Report;
import java.util.ArrayDeque;
import java.util.List;

/** Holds what it is given until it is told how many of those have ended. */
final class HeldNode extends BareNode {
    private static final Outcome SUCCESS = Outcome.Succeeded.of(new Value.Inline(new byte[] {42}, Value.NO_LIST));
    private static final long MICROS = 60_000_000;

    private final ArrayDeque<Attempt> held = new ArrayDeque<>();

    HeldNode(NodeId id) {
        super(id);
    }

    @Override
    protected void given(Attempt attempt) {
        held.add(attempt);
    }

    int held() {
        return held.size();
    }

    List<Report> end(int count, long now) {
        for (int i = 0; i < count && !held.isEmpty(); i++) {
            link.add(new Report.Ended(held.poll(), SUCCESS, MICROS, Report.Ended.NONE, Grounds.NONE));
        }
        return link.flush(now);
    }
}
