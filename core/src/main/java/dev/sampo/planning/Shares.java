package dev.sampo.planning;

import dev.sampo.link.Report;
import dev.sampo.resource.Resources;
import dev.sampo.tenant.Tenant;
import dev.sampo.tenant.Tenants;
import java.util.LinkedHashSet;
import java.util.Set;

/** Who holds how much of all there is: the measure by which turns are given out. */
final class Shares {
    private final PlannerSettings settings;
    private final Tenants tenants = new Tenants(Resources.NONE);
    private long now;
    private long changes;
    /** Of all that is given out here. */
    private final Pace pace = new Pace();
    /** Jobs that hold less than when they were last put in their places. */
    private final Set<JobPlan> lowered = new LinkedHashSet<>();

    Shares(PlannerSettings settings) {
        this.settings = settings;
    }

    /** What a job holds of the nodes, and has held. */
    final class Holding {
        private Resources held = Resources.NONE;
        private int tasks;
        private double share;
        private double rough;
        private double used;
        private long usedTo;
        private long asOf;
        private final Pace pace = new Pace();

        private void change(Resources wanted, int more) {
            used += share * (now - usedTo);
            usedTo = now;
            held = wanted;
            tasks += more;
            share = tenants.share(held, tasks);
            rough = Tenant.rough(share);
            asOf = changes;
        }

        /** How large a part of all there is that is, of the kind of which it is the largest. */
        double share() {
            if (asOf != changes) {
                change(held, 0);
            }
            return share;
        }

        /** The same, so roughly that one task more or less among hundreds is no difference. */
        double rough() {
            share();
            return rough;
        }

        /** Tasks that have waited since then, or longer, go first: others of the job have passed them for too long. */
        long overdueFrom() {
            return pace.overdueFrom(now, settings.overdueMillis());
        }

        /** It wants a turn, and shall not be before those that have waited for theirs. */
        void join(Tenant tenant) {
            if (share() == 0) {
                used = Math.max(used, tenant.level());
            }
        }

        /** How much it has used, up to a constant that is the same for all that have the same share. */
        double used() {
            return used - share * usedTo;
        }
    }

    Holding holding() {
        return new Holding();
    }

    Tenant join(String tenant) {
        return tenants.join(tenant, settings.tenant(tenant));
    }

    /** A job was forgotten. */
    void left(JobPlan job) {
        tenants.left(job.tenant);
        lowered.remove(job);
    }

    void hold(JobPlan job, Resources needs) {
        if (job.holding.share() == 0) {
            job.tenant.turnAt(job.holding.used);
        }
        job.holding.change(job.holding.held.plus(needs), 1);
        job.holding.pace.change(1, now);
        pace.change(1, now);
        tenants.hold(job.tenant, needs);
    }

    void letGo(JobPlan job, Resources needs) {
        job.holding.change(job.holding.held.minus(needs), -1);
        job.holding.pace.change(-1, now);
        pace.change(-1, now);
        tenants.letGo(job.tenant, needs);
        lowered.add(job);
    }

    /** A node has this for other partitions, and so much that waits, and no more what it said before: who is in both is not forgotten between. */
    void elsewhere(Report.Others before, Report.Others after) {
        if (!before.equals(after)) {
            after.tenants().forEach(each -> tenants.holdElsewhere(tenant(each), each.held()));
            after.waiting().forEach(each -> tenants.waitsAtNodes(tenant(each), each.held()));
            before.tenants().forEach(each -> tenants.letGoElsewhere(tenant(each), each.held()));
            before.waiting().forEach(each -> tenants.waitsNoMoreAtNodes(tenant(each), each.held()));
        }
    }

    /** For tasks that have waited since then, or longer, nodes are kept: others have passed them for too long. */
    long overdueFrom() {
        return pace.overdueFrom(now, settings.overdueMillis());
    }

    private Tenant tenant(Report.Holder holder) {
        return tenants.know(holder.tenant(), settings.tenant(holder.tenant()));
    }

    /** Whether others have given out anything. */
    boolean isAnyElsewhere() {
        return tenants.isAnyElsewhere();
    }

    /** What of all there is one task with these needs takes. */
    double of(Resources needs) {
        return tenants.share(needs, 1);
    }

    /** All there is. */
    Resources whole() {
        return tenants.whole();
    }

    /** A node has so much more to give, or less. */
    void nodeChanged(Resources before, Resources after) {
        tenants.resize(tenants.whole().minus(before).plus(after));
        changes++;
    }

    /** Before anything happens at this time. */
    void now(long time) {
        now = time;
        tenants.settle(time);
    }

    long now() {
        return now;
    }

    /** Before turns are given out: those that hold less than they did may come sooner. */
    void moveUp() {
        lowered.forEach(JobPlan::moveUp);
        lowered.clear();
    }
}
