package dev.sampo.tenant;

import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.HashMap;
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
    /** What others have given out to each tenant, as far as is known. */
    private final Map<String, Elsewhere> elsewhere = new HashMap<>();

    private Resources whole;
    private long now = NEVER;

    public Tenants(Resources whole) {
        this.whole = whole;
    }

    private record Elsewhere(Resources held, int tasks) {
        static final Elsewhere NOTHING = new Elsewhere(Resources.NONE, 0);
    }

    /** The tenant of this name, known until it is {@link #left} as often as it was asked for. */
    public Tenant join(String name, TenantSettings settings) {
        Tenant tenant = byName.computeIfAbsent(name, this::made);
        tenant.weight = settings.weight();
        tenant.quota = settings.quota();
        tenant.isUsed(1);
        return tenant;
    }

    private Tenant made(String name) {
        var tenant = new Tenant(name);
        Elsewhere other = elsewhere.getOrDefault(name, Elsewhere.NOTHING);
        tenant.elsewhere = other.held;
        tenant.tasksElsewhere = other.tasks;
        change(tenant, other.held, other.tasks);
        return tenant;
    }

    public void left(Tenant tenant) {
        tenant.isUsed(-1);
        if (!tenant.isUsed()) {
            byName.remove(tenant.name());
        }
    }

    /** What there is has changed. */
    public void resize(Resources wanted) {
        whole = wanted;
        for (Tenant tenant : byName.values()) {
            tenant.share = share(tenant.held, tenant.tasks);
        }
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
    public void holdElsewhere(String name, Resources needs, int tasks) {
        Elsewhere known = elsewhere.getOrDefault(name, Elsewhere.NOTHING);
        elsewhere(name, known.held.plus(needs), known.tasks + tasks);
    }

    public void letGoElsewhere(String name, Resources needs, int tasks) {
        Elsewhere known = elsewhere.getOrDefault(name, Elsewhere.NOTHING);
        elsewhere(name, known.held.minus(needs), known.tasks - tasks);
    }

    private void elsewhere(String name, Resources held, int tasks) {
        Elsewhere before = tasks == 0 ? elsewhere.remove(name) : elsewhere.put(name, new Elsewhere(held, tasks));
        Tenant tenant = byName.get(name);
        if (tenant != null) {
            Elsewhere known = before == null ? Elsewhere.NOTHING : before;
            tenant.elsewhere = held;
            tenant.tasksElsewhere = tasks;
            change(tenant, tenant.held.minus(known.held).plus(held), tasks - known.tasks);
        }
    }

    private void change(Tenant tenant, Resources held, int tasks) {
        tenant.held = held;
        tenant.tasks += tasks;
        tenant.share = share(held, tenant.tasks);
    }

    /** What part of all there is so many tasks hold that hold this together: of the kind of which it is the largest. */
    public double share(Resources held, int tasks) {
        return held.largestShareOf(whole) + tasks * LEAST;
    }

    /**
     * Before anything changes: what each was due since the last time, and what it had. Of those that would have taken more; whoever wants
     * nothing, or may have nothing, is owed nothing.
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
                shares += tenant.share;
            } else {
                tenant.credit = 0;
            }
        }
        for (Tenant tenant : wanting) {
            double credit = tenant.credit + passed * (shares * tenant.weight / weights - tenant.share);
            tenant.credit = Math.max(-CREDIT_MILLIS_MAX, Math.min(CREDIT_MILLIS_MAX, credit));
        }
    }
}
