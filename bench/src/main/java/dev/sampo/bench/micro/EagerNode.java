package dev.sampo.bench.micro;

import dev.sampo.bench.node.BareNode;
import dev.sampo.job.Attempt;
import dev.sampo.job.Grounds;
import dev.sampo.link.Report;

/** What it is given has already ended. */
final class EagerNode extends BareNode {

    EagerNode(int number) {
        super(Bench.node(number));
    }

    @Override
    protected void given(Attempt attempt) {
        link.add(new Report.Ended(attempt, Bench.SUCCESS, Bench.MICROS, Report.Ended.NONE, Grounds.NONE));
    }
}
