package dev.sampo.tenant;

import dev.sampo.link.Report;
import dev.sampo.resource.Quota;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tenants that share what one partition gives out, or what one node has: the turn is that of the one that holds the least for its
 * weight. Since tasks do not come in fractions, whoever held less than was due to it has that made up for later.
 */
public final class Tenants {
    /** What a task that takes nothing there is counts for, so that such tasks take turns, too. */
    public static final double LEAST = 1e-9;
    /** Nobody is owed more than what all there is could do in this time. */
    private static final double CREDIT_MILLIS_MAX = 6_000;

    private static final long NEVER = -1;

    private final Map<String, Tenant> byName = new TreeMap<>();
    private Resources whole;
    private long now = NEVER;
    /** Of all tenants. */
    private int tasksElsewhere;

    public Tenants(Resources whole) {
        this.whole = whole;
    }

    /** The tenant of this name, known until it is {@link #left} as often as it was asked for. */
    public Tenant join(String name, TenantSettings settings) {
        return join(name, settings.weight(), settings.quota());
    }

    public Tenant join(String name, int weight, Quota quota) {
        Tenant tenant = byName.computeIfAbsent(name, Tenant::new);
        tenant.weight = weight;
        tenant.quota = quota;
        tenant.isUsed(1);
        return tenant;
    }

    /** The tenant of this name, known for as long as others have something for it. */
    public Tenant know(String name, TenantSettings settings) {
        Tenant tenant = join(name, settings);
        tenant.isUsed(-1);
        return tenant;
    }

    public void left(Tenant tenant) {
        tenant.isUsed(-1);
        forget(tenant);
    }

    private void forget(Tenant tenant) {
        if (!tenant.isUsed()) {
            byName.remove(tenant.name());
        }
    }

    /** What there is has changed. */
    public void resize(Resources wanted) {
        whole = wanted;
        byName.values().forEach(this::weigh);
    }

    public Resources whole() {
        return whole;
    }

    public void hold(Tenant tenant, Resources needs) {
        change(tenant, tenant.held.plus(needs), 1);
    }

    public void letGo(Tenant tenant, Resources needs) {
        change(tenant, tenant.held.minus(needs), -1);
    }

    /** Somebody else has given so much out for this tenant: it counts here, too. */
    public void holdElsewhere(Tenant tenant, Report.Held more) {
        tenant.elsewhere = tenant.elsewhere.plus(more.needs());
        tenant.tasksElsewhere += more.attempts();
        tasksElsewhere += more.attempts();
        change(tenant, tenant.held.plus(more.needs()), more.attempts());
    }

    public void letGoElsewhere(Tenant tenant, Report.Held less) {
        tenant.elsewhere = tenant.elsewhere.minus(less.needs());
        tenant.tasksElsewhere -= less.attempts();
        tasksElsewhere -= less.attempts();
        change(tenant, tenant.held.minus(less.needs()), -less.attempts());
        forget(tenant);
    }

    /** Whether others have given out anything. */
    public boolean isAnyElsewhere() {
        return tasksElsewhere > 0;
    }

    /** So much of what it holds, here and elsewhere, has not begun. */
    public void waitsAtNodes(Tenant tenant, Report.Held more) {
        tenant.idle = tenant.idle.plus(more.needs());
        tenant.tasksIdle += more.attempts();
        weigh(tenant);
    }

    public void waitsNoMoreAtNodes(Tenant tenant, Report.Held less) {
        tenant.idle = tenant.idle.minus(less.needs());
        tenant.tasksIdle -= less.attempts();
        weigh(tenant);
        forget(tenant);
    }

    private void change(Tenant tenant, Resources held, int tasks) {
        tenant.held = held;
        tenant.tasks += tasks;
        weigh(tenant);
    }

    private void weigh(Tenant tenant) {
        tenant.share = share(tenant.held, tenant.tasks);
        tenant.running = tenant.tasksIdle == 0
                ? tenant.share
                : share(tenant.held.minus(tenant.idle), tenant.tasks - tenant.tasksIdle);
    }

    /** What part of all there is so many tasks hold that hold this together: of the kind of which it is the largest. */
    public double share(Resources held, int tasks) {
        return held.largestShareOf(whole) + tasks * LEAST;
    }

    /**
     * Before anything changes: what each was due since the last time, and what of its ran, as far as is known. Of those that would have
     * taken more; whoever wants nothing, or may have nothing, is owed nothing.
     */
    public void settle(long time) {
        double passed = now == NEVER ? 0 : time - now;
        if (now != NEVER && passed <= 0) {
            return;
        }
        now = time;
        double weights = 0;
        double shares = 0;
        var wanting = new ArrayList<Tenant>();
        for (Tenant tenant : byName.values()) {
            if (tenant.wantedMore()) {
                wanting.add(tenant);
                weights += tenant.weight;
                shares += tenant.running;
            } else {
                tenant.credit = 0;
                tenant.due = 0;
            }
        }
        for (Tenant tenant : wanting) {
            double due = shares * tenant.weight / weights;
            tenant.due = tasksElsewhere > 0 ? due : 0;
            double credit = tenant.credit + passed * (due - tenant.running);
            tenant.credit = Math.max(-CREDIT_MILLIS_MAX, Math.min(CREDIT_MILLIS_MAX, credit));
        }
    }
}
