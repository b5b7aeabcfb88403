package dev.sampo.resilience.limit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One {@link Limiter} for each key, such as a tenant or a client. A key that was idle for so long that its limiter is as
 * new is forgotten; no other ever is. When as many keys are known as may be, a new one waits until one can be forgotten.
 */
public final class KeyedLimiter implements Permits {
    /** Looked at with each call; more than one, so that forgetting keeps ahead of learning. */
    private static final int LOOKS = 2;

    private final LimitSettings settings;
    private final boolean isExhausted;
    /** The one whose last call is longest ago comes first. */
    private final Map<String, Limiter> limiters = new LinkedHashMap<>(16, 0.75f, true);

    private final long since;
    private long latest;

    private KeyedLimiter(LimitSettings settings, long now, long since, boolean isExhausted) {
        this.settings = settings;
        this.isExhausted = isExhausted;
        this.since = since;
        this.latest = now;
    }

    /** Nobody has asked for anything yet. */
    public static KeyedLimiter rested(LimitSettings settings, long now) {
        return new KeyedLimiter(settings, now, now, false);
    }

    /**
     * Takes over from one of which nothing is known.
     *
     * @param since whatever the key, all may have been taken then
     */
    static KeyedLimiter exhausted(LimitSettings settings, long now, long since) {
        return new KeyedLimiter(settings, now, since, true);
    }

    @Override
    public Admission ask(String key, long permits, long waiting, long now) {
        return ask(key, permits, now);
    }

    public Admission ask(String key, long permits, long now) {
        return askUpTo(key, permits, permits, now).admission();
    }

    /**
     * @param taken 0 when it is not admitted
     * @param at when the first of them is to be used
     */
    record Taken(Admission admission, long taken, long at) {
        static Taken nothing(Admission admission) {
            return new Taken(admission, 0, 0);
        }
    }

    /** Takes as many as are free, but at least and at most so many. */
    Taken askUpTo(String key, long least, long most, long now) {
        latest = Math.max(latest, now);
        forget();
        if (least > settings.atOnceMax()) {
            return Taken.nothing(new Admission.Never(settings.atOnceMax()));
        }
        Limiter limiter = limiters.get(key);
        if (limiter == null && limiters.size() >= settings.keysMax()) {
            Limiter oldest = limiters.values().iterator().next();
            return Taken.nothing(new Admission.NotBefore(oldest.restedAt()));
        }
        if (limiter == null) {
            limiter = isExhausted ? Limiter.exhausted(settings, since) : Limiter.rested(settings, latest);
            limiters.put(key, limiter);
        }
        long wanted = Math.max(least, Math.min(most, limiter.free(latest)));
        Admission admission = limiter.ask(wanted, latest);
        return admission instanceof Admission.Admitted
                ? new Taken(admission, wanted, latest)
                : Taken.nothing(admission);
    }

    /**
     * Takes permits of a leaky bucket, one lot of the least after the other, before their moments come, but no moment that is farther
     * ahead than so much.
     */
    Taken reserveUpTo(String key, long least, long most, long ahead, long now) {
        Taken first = askUpTo(key, least, least, now);
        Limiter limiter = limiters.get(key);
        if (limiter == null || first.admission() instanceof Admission.Never) {
            return first;
        }
        long taken = first.taken();
        long at = first.at();
        while (taken + least <= most || taken == 0) {
            long next = ((Admission.NotBefore) limiter.ask(least, latest)).nanos();
            if (next - latest > ahead) {
                return taken == 0
                        ? Taken.nothing(new Admission.NotBefore(next - ahead))
                        : new Taken(Admission.Admitted.NOW, taken, at);
            }
            limiter.ask(least, next);
            at = taken == 0 ? next : at;
            taken += least;
        }
        return new Taken(Admission.Admitted.NOW, taken, at);
    }

    /** How many keys it knows. */
    public int keys() {
        return limiters.size();
    }

    private void forget() {
        var oldest = limiters.values().iterator();
        for (int look = 0; look < LOOKS && oldest.hasNext(); look++) {
            if (oldest.next().restedAt() > latest) {
                return;
            }
            oldest.remove();
        }
    }
}
