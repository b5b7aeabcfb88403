package dev.sampo.worker;

import dev.sampo.resource.Quota;
import dev.sampo.resource.Resources;
import dev.sampo.tenant.Tenants;
import java.util.Comparator;

/**
 * Who holds how much of this node. Partitions see to it that what they give out is shared; between what several of them
 * have given to one node, the node does.
 */
final class SharesHere {
    private final Tenants tenants;
    final LimitsHere limits = new LimitsHere();
    private long now;

    /**
     * The one whose turn it is first: one whose gang has waited for it for long, be that more than its share, then that of the tenant
     * who holds less, of the job that holds less, then of the one that had less.
     */
    final Comparator<Held> byTurn = Comparator.comparing(SharesHere::isMissedByItsGang, Comparator.reverseOrder())
            .thenComparingDouble(held -> held.tenant.turn())
            .thenComparingDouble(this::share)
            .thenComparingDouble(held -> held.job.used - share(held) * held.job.usedTo)
            .thenComparingLong(held -> held.arrival);

    SharesHere(Resources capacity) {
        this.tenants = new Tenants(capacity);
    }

    private Resources whole() {
        return tenants.whole();
    }

    void resize(Resources wanted) {
        tenants.resize(wanted);
    }

    void settle(long time) {
        now = time;
        tenants.settle(time);
    }

    /** It waits from now on. */
    void queued(Held held) {
        known(held);
        if (!held.isWaiting) {
            held.isWaiting = true;
            held.tenant.waits(1);
        }
    }

    private void known(Held held) {
        if (held.tenant == null) {
            var precedence = held.job.precedence;
            held.tenant = tenants.join(precedence.tenant(), precedence.weight(), Quota.NONE);
            if (held.job.taken.isNone()) {
                held.job.used = Math.max(held.job.used, held.tenant.level());
            }
        }
    }

    /** Nothing will be heard of it any more. */
    void over(Held held) {
        if (held.tenant != null) {
            waitsNoMore(held);
            tenants.left(held.tenant);
            held.tenant = null;
        }
    }

    private static void waitsNoMore(Held held) {
        if (held.isWaiting) {
            held.isWaiting = false;
            held.tenant.waits(-1);
        }
    }

    void took(Held held) {
        known(held);
        waitsNoMore(held);
        if (held.job.taken.isNone()) {
            held.tenant.turnAt(held.job.used);
        }
        tenants.hold(held.tenant, held.needs());
        limits.began(held);
        taken(held.job, held.job.taken.plus(held.needs()));
    }

    void gave(Held held) {
        tenants.letGo(held.tenant, held.needs());
        limits.ended(held);
        taken(held.job, held.job.taken.minus(held.needs()));
    }

    private void taken(JobHere job, Resources wanted) {
        job.used += job.taken.largestShareOf(whole()) * (now - job.usedTo);
        job.usedTo = now;
        job.taken = wanted;
    }

    /** Whether the successor of one that has just ended would come after the one that waits. */
    boolean comesAfter(Held parent, Held waiting) {
        double turn = parent.tenant.turn();
        double other = waiting.tenant.turn();
        return isMissedByItsGang(waiting) || turn > other || turn == other && share(parent) > share(waiting);
    }

    private static boolean isMissedByItsGang(Held held) {
        return held.isSaidToWait && !held.options.placing().gang().isEmpty();
    }

    private double share(Held held) {
        return held.job.taken.largestShareOf(whole());
    }
}
