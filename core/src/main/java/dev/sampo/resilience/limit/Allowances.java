package dev.sampo.resilience.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What one node has of a limit that is kept elsewhere for all nodes. It asks the owner for several permits at a time: for
 * all who wait, and as many ahead as it has used up of late. What is not used soon is void: so whatever is lost, late or
 * kept too long costs rate, and never lets anybody do more than the limit says.
 *
 * <pre>
 *   node   ask(least 3, most 20) ──┐             ┌─ uses them ........ │ void from here on
 *   owner                          └─ takes 12 ──┘                     │
 *          │◀───────────────── useWithinNanos ──────────────────────▶│
 * </pre>
 *
 * The time runs from the asking, which is before the giving, so no two clocks are compared. A permit of a leaky bucket has a moment,
 * told as the time until it comes: it is used no earlier than that after the answer has come, and no later than so much after the
 * asking.
 */
public final class Allowances implements Permits {
    private static final long ANSWER_WITHIN = Duration.ofSeconds(3).toNanos();
    private static final int LOOKS = 2;
    /** An owner that has no more to give is asked again after so much of the time that permits are good for. */
    private static final int PACE = 8;
    /** Moments are asked for before so much of what the rate yields is had no more, and so much of it at a time. */
    private static final long STOCK = SharedLimiter.AHEAD / 4;

    private final long atOnceMax;
    private final long useWithin;
    private final int keysMax;
    /** Of a leaky bucket; null for others. */
    private final Rate pace;

    private final Map<String, Allowance> byKey = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Long, Request> open = new HashMap<>();
    private List<Request> unsent = new ArrayList<>();
    private long lastNumber;

    /** A question to the owner; it takes what is free, but nothing when that is less than the least. */
    public record Request(long number, String key, long least, long most, long askedAt) {}

    /** What this node has for one key. */
    private static final class Allowance {
        private final ArrayDeque<Batch> batches = new ArrayDeque<>(2);
        private long left;
        private long ahead;
        private Request request;
        private long notBefore = Long.MIN_VALUE;
        private long idleAt;

        private Admission comesNotBefore() {
            return new Admission.NotBefore(request == null ? notBefore : request.askedAt + ANSWER_WITHIN);
        }
    }

    public Allowances(LimitSettings settings) {
        this.atOnceMax = settings.atOnceMax();
        this.useWithin = settings.useWithinNanos();
        this.keysMax = settings.keysMax();
        this.pace = settings.isPaced() ? settings.owned().rate() : null;
    }

    @Override
    public Admission ask(String key, long permits, long waiting, long now) {
        forget(now);
        if (permits > atOnceMax) {
            return new Admission.Never(atOnceMax);
        }
        if (byKey.size() >= keysMax && !byKey.containsKey(key)) {
            return new Admission.NotBefore(
                    Math.max(now + useWithin, byKey.values().iterator().next().idleAt));
        }
        Allowance allowance = byKey.computeIfAbsent(key, unused -> new Allowance());
        allowance.idleAt = now + ANSWER_WITHIN;
        expire(allowance, now);
        if (pace != null) {
            return askForMoment(key, allowance, permits, waiting, now);
        }
        if (allowance.left < permits) {
            want(key, allowance, permits, Math.min(atOnceMax, waiting + allowance.ahead), now);
            return allowance.comesNotBefore();
        }
        use(allowance, permits);
        if (allowance.left < allowance.ahead / 2) {
            want(key, allowance, 1, allowance.ahead, now);
        }
        return Admission.Admitted.NOW;
    }

    private void expire(Allowance allowance, long now) {
        for (var all = allowance.batches.iterator(); all.hasNext(); ) {
            Batch batch = all.next();
            allowance.left -= batch.expire(now);
            if (batch.left() > 0) {
                return;
            }
            all.remove();
            allowance.ahead /= 2;
        }
    }

    /** All permits of one go are of one batch, in which they follow each other. */
    private Admission askForMoment(String key, Allowance allowance, long permits, long waiting, long now) {
        while (!allowance.batches.isEmpty() && allowance.batches.peekFirst().left() < permits) {
            allowance.left -= allowance.batches.pollFirst().left();
        }
        Batch next = allowance.batches.peekFirst();
        long stock = Math.min(waiting, pace.in(STOCK));
        if (next == null || allowance.left <= stock / 2) {
            want(key, allowance, permits, stock - allowance.left, now);
        }
        if (next == null) {
            return allowance.comesNotBefore();
        }
        if (now < next.due()) {
            return new Admission.NotBefore(next.due());
        }
        next.use(permits);
        allowance.left -= permits;
        return Admission.Admitted.NOW;
    }

    private void use(Allowance allowance, long permits) {
        allowance.left -= permits;
        long open = permits;
        while (open > 0) {
            Batch oldest = allowance.batches.peekFirst();
            long used = Math.min(open, oldest.left());
            oldest.use(used);
            open -= used;
            if (oldest.left() == 0) {
                allowance.batches.removeFirst();
                allowance.ahead = Math.min(atOnceMax / 2, 2 * allowance.ahead + 1);
            }
        }
    }

    private void want(String key, Allowance allowance, long least, long most, long now) {
        Request before = allowance.request;
        if (now < allowance.notBefore || before != null && now < before.askedAt + ANSWER_WITHIN) {
            return;
        }
        if (before != null) {
            open.remove(before.number);
        }
        var request = new Request(++lastNumber, key, least, Math.max(least, most), now);
        allowance.request = request;
        open.put(request.number, request);
        unsent.add(request);
    }

    /** What is to be sent to the owner, once. */
    public List<Request> unsent() {
        if (unsent.isEmpty()) {
            return List.of();
        }
        List<Request> all = unsent;
        unsent = new ArrayList<>();
        return all;
    }

    /**
     * @param nanos until the first of them may be used
     * @return the key that there is more of now; empty for an answer that is waited for no longer
     */
    public Optional<String> given(long number, long permits, long nanos, long now) {
        return answered(number, (request, allowance) -> {
            long until = request.askedAt + useWithin;
            if (now < until) {
                allowance.batches.addLast(
                        pace == null
                                ? Batch.of(permits, until)
                                : Batch.paced(permits, pace, now + nanos, until + nanos));
                allowance.left += permits;
            }
            if (now >= until || permits < request.most) {
                allowance.notBefore = now + useWithin / PACE;
            }
        });
    }

    /** @return the key that there is nothing of for so long; empty for an answer that is waited for no longer */
    public Optional<String> later(long number, long wait, long now) {
        return answered(
                number,
                (request, allowance) ->
                        allowance.notBefore = Limiter.later(now, Math.max(Math.max(0, wait), useWithin / PACE)));
    }

    /** @return the key that the owner does not serve; empty for an answer that is waited for no longer */
    public Optional<String> refused(long number) {
        return answered(number, (request, allowance) -> {});
    }

    private Optional<String> answered(long number, BiConsumer<Request, Allowance> then) {
        Request request = open.remove(number);
        if (request == null) {
            return Optional.empty();
        }
        Allowance allowance = byKey.get(request.key);
        allowance.request = null;
        then.accept(request, allowance);
        return Optional.of(request.key);
    }

    private void forget(long now) {
        var oldest = byKey.values().iterator();
        for (int look = 0; look < LOOKS && oldest.hasNext(); look++) {
            Allowance allowance = oldest.next();
            expire(allowance, now);
            if (now < allowance.idleAt || allowance.left > 0) {
                return; // Who comes back sooner than the owner said asks it again, and hears it again.
            }
            if (allowance.request != null) {
                open.remove(allowance.request.number);
            }
            oldest.remove();
        }
    }
}
