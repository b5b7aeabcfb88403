package dev.sampo.sim.world;

import dev.sampo.job.Fact;
import dev.sampo.link.Orders;
import dev.sampo.link.Report;
import dev.sampo.wire.Envelopes;
import dev.sampo.wire.Facts;
import dev.sampo.wire.FactsCodec;
import java.util.List;

/** The seam for codecs: what messages and facts look like at the other end. */
interface Wire {

    /** Hands everything over as it is. */
    Wire DIRECT = new Wire() {
        @Override
        public Orders carried(Orders orders) {
            return orders;
        }

        @Override
        public Report carried(Report report) {
            return report;
        }

        @Override
        public Fact carried(Fact fact) {
            return fact;
        }
    };

    /** By the bytes that cross the wire and reach the journal in production. */
    Wire ENCODED = new Wire() {
        @Override
        public Orders carried(Orders orders) {
            return Envelopes.carried(orders);
        }

        @Override
        public Report carried(Report report) {
            return Envelopes.carried(report);
        }

        @Override
        public Fact carried(Fact fact) {
            return FactsCodec.read(FactsCodec.write(new Facts(List.of(fact), 1)))
                    .facts()
                    .get(0);
        }
    };

    Orders carried(Orders orders);

    Report carried(Report report);

    Fact carried(Fact fact);
}
