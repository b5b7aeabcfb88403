package dev.sampo.worker;

import dev.sampo.resource.Resources;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Who holds how much of this node. Partitions see to it that what they give out is shared; between what several of them
 * have given to one node, the node does.
 */
final class SharesHere {
    /** A tenant that runs something here. */
    static final class Tenant {
        private final String name;
        private int weight;
        private Resources held = Resources.NONE;
        private int running;

        private Tenant(String name) {
            this.name = name;
        }
    }

    private final Map<String, Tenant> tenants = new HashMap<>();
    private Resources capacity;

    /** The one whose turn it is first: whose tenant holds less for its weight, whose job holds less, who came first. */
    final Comparator<Held> byTurn = Comparator.<Held>comparingDouble(held -> ofTenant(held.job))
            .thenComparingDouble(held -> ofJob(held.job))
            .thenComparingLong(held -> held.arrival);

    SharesHere(Resources capacity) {
        this.capacity = capacity;
    }

    void resize(Resources wanted) {
        capacity = wanted;
    }

    void took(Held held) {
        Resources needs = held.options.needs();
        Tenant tenant = tenants.computeIfAbsent(held.job.precedence.tenant(), Tenant::new);
        tenant.weight = held.job.precedence.weight();
        tenant.held = tenant.held.plus(needs);
        tenant.running++;
        held.tenant = tenant;
        held.job.taken = held.job.taken.plus(needs);
    }

    void gave(Held held) {
        Resources needs = held.options.needs();
        held.tenant.held = held.tenant.held.minus(needs);
        if (--held.tenant.running == 0) {
            tenants.remove(held.tenant.name);
        }
        held.job.taken = held.job.taken.minus(needs);
    }

    /** Whether another attempt of this job would come after the one that waits. */
    boolean comesAfter(JobHere job, Held waiting) {
        int byTenant = Double.compare(ofTenant(job), ofTenant(waiting.job));
        return byTenant > 0 || byTenant == 0 && ofJob(job) > ofJob(waiting.job);
    }

    private double ofTenant(JobHere job) {
        Tenant tenant = tenants.get(job.precedence.tenant());
        return tenant == null ? 0 : tenant.held.largestShareOf(capacity) / tenant.weight;
    }

    private double ofJob(JobHere job) {
        return job.taken.largestShareOf(capacity);
    }
}
