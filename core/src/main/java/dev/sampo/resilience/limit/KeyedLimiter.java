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

    private KeyedLimiter(LimitSettings settings, long now, boolean isExhausted) {
        this.settings = settings;
        this.isExhausted = isExhausted;
        this.since = now;
        this.latest = now;
    }

    /** Nobody has asked for anything yet. */
    public static KeyedLimiter rested(LimitSettings settings, long now) {
        return new KeyedLimiter(settings, now, false);
    }

    /** Takes over from one of which nothing is known: whatever the key, all may have been taken just now. */
    public static KeyedLimiter exhausted(LimitSettings settings, long now) {
        return new KeyedLimiter(settings, now, true);
    }

    @Override
    public Admission ask(String key, long permits, long waiting, long now) {
        return ask(key, permits, now);
    }

    public Admission ask(String key, long permits, long now) {
        return askUpTo(key, permits, permits, now).admission();
    }

    /** @param taken 0 when it is not admitted */
    public record Taken(Admission admission, long taken) {}

    /** Takes as many as are free, but at least and at most so many. */
    public Taken askUpTo(String key, long least, long most, long now) {
        latest = Math.max(latest, now);
        forget();
        if (least > settings.atOnceMax()) {
            return new Taken(new Admission.Never(settings.atOnceMax()), 0);
        }
        Limiter limiter = limiters.get(key);
        if (limiter == null && limiters.size() >= settings.keysMax()) {
            Limiter oldest = limiters.values().iterator().next();
            return new Taken(new Admission.NotBefore(oldest.restedAt()), 0);
        }
        if (limiter == null) {
            limiter = isExhausted ? Limiter.exhausted(settings, since) : Limiter.rested(settings, latest);
            limiters.put(key, limiter);
        }
        long wanted = Math.max(least, Math.min(most, limiter.free(latest)));
        Admission admission = limiter.ask(wanted, latest);
        return new Taken(admission, admission instanceof Admission.Admitted ? wanted : 0);
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
