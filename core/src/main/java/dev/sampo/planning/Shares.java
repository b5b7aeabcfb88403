package dev.sampo.planning;

import dev.sampo.resource.Resources;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Who holds how much of all there is: the measure by which turns are given out. */
final class Shares {
    private final PlannerSettings settings;
    private final Map<String, Tenant> tenants = new HashMap<>();
    private Resources whole = Resources.NONE;
    private long changes;
    /** Jobs that hold less than when they were last put in their places. */
    private final Set<JobPlan> lowered = new LinkedHashSet<>();

    Shares(PlannerSettings settings) {
        this.settings = settings;
    }

    /** What a job, or all jobs of a tenant, hold of the nodes. */
    final class Holding {
        private Resources held = Resources.NONE;
        private double share;
        private long asOf;

        private void change(Resources now) {
            held = now;
            share = of(now);
            asOf = changes;
        }

        Resources held() {
            return held;
        }

        /** How large a part of all there is that is, of the kind of which it is the largest. */
        double share() {
            if (asOf != changes) {
                change(held);
            }
            return share;
        }
    }

    Holding holding() {
        return new Holding();
    }

    Tenant tenant(String name) {
        return tenants.computeIfAbsent(name, each -> new Tenant(each, settings.tenant(each), holding()));
    }

    /** A job of this tenant was forgotten. */
    void left(Tenant tenant) {
        if (--tenant.jobs == 0) {
            tenants.remove(tenant.name);
        }
    }

    void hold(JobPlan job, Resources needs) {
        job.holding.change(job.holding.held.plus(needs));
        job.tenant.holding.change(job.tenant.holding.held.plus(needs));
    }

    void letGo(JobPlan job, Resources needs) {
        job.holding.change(job.holding.held.minus(needs));
        job.tenant.holding.change(job.tenant.holding.held.minus(needs));
        lowered.add(job);
    }

    /** What of all there is these resources are. */
    double of(Resources part) {
        return part.largestShareOf(whole);
    }

    void nodesChanged(Collection<NodeView> nodes) {
        Resources sum = Resources.NONE;
        for (NodeView node : nodes) {
            sum = node.isWorker ? sum.plus(node.capacity) : sum;
        }
        whole = sum;
        changes++;
    }

    /** Before turns are given out: those that hold less than they did may come sooner. */
    void moveUp() {
        lowered.forEach(JobPlan::moveUp);
        lowered.clear();
    }
}
