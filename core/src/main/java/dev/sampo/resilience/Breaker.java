package dev.sampo.resilience;

import java.util.ArrayDeque;

/**
 * Leaves a target alone on which calls fail or drag too often, and tries it again after a while with a few probes. The
 * time and all numbers come from the caller. Nothing is waited for in vain: a probe that is not heard of in time has failed.
 */
public final class Breaker {

    /** How things stand with the target. */
    public enum State {
        /** All is well; as many calls as one likes. */
        CLOSED,
        /** No calls. */
        OPEN,
        /** A few calls, to see whether it is well again. */
        HALF_OPEN
    }

    private static final int FAILED = 1;
    private static final int SLOW = 2;

    private final BreakerSettings settings;
    private final byte[] latest;
    private int count;
    private int next;
    private int failed;
    private int slow;
    private State state = State.CLOSED;
    private long openUntil;
    /** What began up to here began before the target was left alone, and says nothing of how it is now. */
    private long before;

    private long lastBegun;
    /** When each probe has failed if nothing was heard of it. */
    private final ArrayDeque<Long> probes = new ArrayDeque<>();

    /** @param lastBegun number of the last call that began before anybody watched */
    public Breaker(BreakerSettings settings, long lastBegun) {
        this.settings = settings;
        this.lastBegun = lastBegun;
        this.latest = new byte[settings.window()];
    }

    public State state(long now) {
        if (state == State.OPEN && now >= openUntil) {
            state = State.HALF_OPEN;
        }
        if (state == State.HALF_OPEN && !probes.isEmpty() && probes.peek() <= now) {
            open(now);
        }
        return state;
    }

    /** How many more calls may begin now. */
    public int room(long now) {
        return switch (state(now)) {
            case CLOSED -> Integer.MAX_VALUE;
            case OPEN -> 0;
            case HALF_OPEN -> Math.max(0, settings.probes() - probes.size());
        };
    }

    /** When there is something to try again or to give up, if nothing happens before; {@link Long#MAX_VALUE} for never. */
    public long wakeAt(long now) {
        return switch (state(now)) {
            case CLOSED -> Long.MAX_VALUE;
            case OPEN -> openUntil;
            case HALF_OPEN -> probes.isEmpty() ? Long.MAX_VALUE : probes.peek();
        };
    }

    /** @param number of the call; later ones have higher numbers */
    public void begun(long number, long now) {
        lastBegun = Math.max(lastBegun, number);
        if (state(now) == State.HALF_OPEN) {
            probes.add(now + settings.probeMillis());
        }
    }

    public void ended(long number, boolean hasFailed, boolean wasSlow, long now) {
        State was = state(now);
        if (was == State.CLOSED) {
            note((hasFailed ? FAILED : 0) | (wasSlow ? SLOW : 0));
            boolean isEnough = count >= settings.callsMin();
            if (isEnough && (failed >= settings.failures() * count || slow >= settings.slow() * count)) {
                before = lastBegun;
                open(now);
            }
        } else if (number > before) {
            probes.poll();
            if (!hasFailed && !wasSlow) {
                close();
            } else if (was == State.HALF_OPEN) {
                open(now);
            }
        }
    }

    /** The call came to nothing through nobody's fault, and says nothing: another may be tried instead. */
    public void calledOff(long number, long now) {
        if (state(now) == State.HALF_OPEN && number > before) {
            probes.poll();
        }
    }

    private void note(int verdict) {
        if (count == latest.length) {
            failed -= latest[next] & FAILED;
            slow -= (latest[next] & SLOW) / SLOW;
        } else {
            count++;
        }
        latest[next] = (byte) verdict;
        next = (next + 1) % latest.length;
        failed += verdict & FAILED;
        slow += (verdict & SLOW) / SLOW;
    }

    private void open(long now) {
        state = State.OPEN;
        openUntil = now + settings.openMillis();
        probes.clear();
    }

    private void close() {
        state = State.CLOSED;
        probes.clear();
        count = 0;
        next = 0;
        failed = 0;
        slow = 0;
    }

    /** How many of the latest calls count. */
    public int calls() {
        return count;
    }

    public int failed() {
        return failed;
    }

    public int slow() {
        return slow;
    }

    /** Whether nothing of late spoke against the target. */
    public boolean isContent(long now) {
        return state(now) == State.CLOSED && failed == 0 && slow == 0;
    }

    @Override
    public String toString() {
        return failed + " of the last " + count + " failed, " + slow + " were slow";
    }
}
