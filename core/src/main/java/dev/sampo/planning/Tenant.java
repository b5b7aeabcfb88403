package dev.sampo.planning;

import dev.sampo.resource.Quota;
import dev.sampo.resource.Resources;

/** For whom jobs run: what all of them hold together is weighed against what those of others do. */
final class Tenant {
    final String name;
    final int weight;
    final Quota quota;
    final Shares.Holding holding;
    /** How many jobs of it are known. */
    int jobs;

    Tenant(String name, TenantSettings settings, Shares.Holding holding) {
        this.name = name;
        this.weight = settings.weight();
        this.quota = settings.quota();
        this.holding = holding;
    }

    /** How many more such tasks its quota allows at once. */
    int room(Resources needs) {
        return quota.isNone() ? Integer.MAX_VALUE : quota.times(needs, holding.held());
    }

    double share() {
        return holding.share() / weight;
    }
}
