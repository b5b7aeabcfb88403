package dev.sampo.sim.world;

import dev.sampo.job.Fact;
import dev.sampo.link.Orders;
import dev.sampo.link.Report;

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

    Orders carried(Orders orders);

    Report carried(Report report);

    Fact carried(Fact fact);
}
