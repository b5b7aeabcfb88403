package dev.sampo.harness.history;

import dev.sampo.harness.history.Entry.Ask;
import dev.sampo.harness.history.Entry.Kind;
import dev.sampo.harness.history.Entry.Stage;
import dev.sampo.harness.history.FaultTimes.Interval;
import dev.sampo.harness.history.History.Exchange;
import java.util.ArrayList;
import java.util.List;

/** C9, promise P10: a side of a partition without a majority accepts nothing once it had time to notice. */
record SilentMinority(Limits limits) implements Checker {

    @Override
    public List<Violation> check(History history) {
        List<Interval> partitions = FaultTimes.of(history).faults().stream()
                .filter(fault -> fault.kind() == Kind.PARTITION)
                .toList();
        var violations = new ArrayList<Violation>();
        int next = 0;
        var open = new ArrayList<Interval>();
        for (Exchange exchange : history.exchanges()) {
            while (next < partitions.size()
                    && partitions.get(next).from() <= exchange.made().t()) {
                open.add(partitions.get(next++));
            }
            open.removeIf(partition -> partition.to() < exchange.made().t());
            for (Interval partition : open) {
                if (exchange.is(Ask.SUBMIT, Stage.OK) && isWithin(exchange, partition)) {
                    violations.add(new Violation(
                            "C9",
                            "job " + exchange.job() + " was accepted through "
                                    + exchange.made().via() + ", which had been cut off from the majority"));
                }
            }
        }
        return violations;
    }

    private boolean isWithin(Exchange exchange, Interval partition) {
        return partition.nodes().contains(exchange.made().via())
                && exchange.made().t() > partition.from() + limits.minority().toNanos()
                && exchange.end() < partition.to();
    }
}
