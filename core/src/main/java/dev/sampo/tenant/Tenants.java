package dev.sampo.tenant;

import dev.sampo.resource.Resources;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tenants that share what one partition gives out, or what one node has: the turn is that of the one that holds the least for its
 * weight. Since tasks do not come in fractions, whoever held less than was due to it has that made up for later.
 */
public final class Tenants {
    /** Nobody is owed more than what all there is could do in this time. */
    private static final double CREDIT_MILLIS_MAX = 60_000;

    private final Map<String, Tenant> byName = new TreeMap<>();
    private Resources whole;
    private long now;

    public Tenants(Resources whole) {
        this.whole = whole;
    }

    /** The tenant of this name, known until it is {@link #left} as often as it was asked for. */
    public Tenant join(String name, TenantSettings settings) {
        Tenant tenant = byName.computeIfAbsent(name, Tenant::new);
        tenant.weight = settings.weight();
        tenant.quota = settings.quota();
        tenant.isUsed(1);
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
            tenant.share = tenant.held.largestShareOf(whole);
        }
    }

    public Resources whole() {
        return whole;
    }

    public void hold(Tenant tenant, Resources needs) {
        change(tenant, tenant.held.plus(needs));
    }

    public void letGo(Tenant tenant, Resources needs) {
        change(tenant, tenant.held.minus(needs));
    }

    private void change(Tenant tenant, Resources held) {
        tenant.held = held;
        tenant.share = held.largestShareOf(whole);
    }

    /** Before turns are given out: what each was due since the last time, and what it had. */
    public void settle(long time) {
        double passed = time - now;
        if (passed <= 0) {
            return;
        }
        now = time;
        double weights = 0;
        double shares = 0;
        for (Tenant tenant : byName.values()) {
            weights += tenant.isActive() ? tenant.weight : 0;
            shares += tenant.share;
        }
        for (Tenant tenant : byName.values()) {
            double due = shares * tenant.weight / Math.max(1, weights);
            double credit = tenant.isActive() ? tenant.credit + passed * (due - tenant.share) : 0;
            tenant.credit = Math.max(-CREDIT_MILLIS_MAX, Math.min(CREDIT_MILLIS_MAX, credit));
        }
    }
}
