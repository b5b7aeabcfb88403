package dev.sampo.actors.telemetry;

import dev.sampo.telemetry.Event;
import dev.sampo.telemetry.Listener;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The listeners of a node. Whoever has something to tell asks first whether anybody listens, which costs one read, and then
 * never waits: each listener has a buffer and a thread of its own, and what does not fit is counted and dropped.
 */
public final class Telemetry implements AutoCloseable {
    private volatile List<Audience> audiences = List.of();
    /** The same as whether there are any; a field of its own, so that to ask is one read. */
    private volatile boolean isHeard;
    /** What none of them wants. */
    private volatile Set<Class<? extends Event>> leftOut = Set.of();

    private final List<Interest> interests = new ArrayList<>();

    /** Whether it is worth making an event. */
    public boolean isHeard() {
        return isHeard;
    }

    /** The same for one kind of them. */
    public boolean isHeard(Class<? extends Event> kind) {
        return isHeard && !leftOut.contains(kind);
    }

    /** The same, to be asked more often. */
    public synchronized Interest interest(Class<? extends Event> kind) {
        var interest = new Interest(kind);
        interest.look(this);
        interests.add(interest);
        return interest;
    }

    public void tell(Event event) {
        for (Audience audience : audiences) {
            audience.offer(event);
        }
    }

    public void tell(List<Event> events) {
        if (!events.isEmpty()) {
            audiences.forEach(audience -> audience.offer(events));
        }
    }

    /** @return ends it */
    public Runnable listen(Listener listener) {
        var audience = new Audience(listener);
        synchronized (this) {
            var more = new ArrayList<>(audiences);
            more.add(audience);
            become(more);
        }
        audience.start();
        return () -> leave(audience);
    }

    private void leave(Audience audience) {
        synchronized (this) {
            var fewer = new ArrayList<>(audiences);
            fewer.remove(audience);
            become(fewer);
        }
        audience.close();
    }

    private void become(List<Audience> now) {
        var unwanted = now.isEmpty()
                ? new HashSet<Class<? extends Event>>()
                : new HashSet<>(now.get(0).leavesOut());
        now.forEach(audience -> unwanted.retainAll(audience.leavesOut()));
        leftOut = Set.copyOf(unwanted);
        audiences = List.copyOf(now);
        isHeard = !now.isEmpty();
        interests.forEach(interest -> interest.look(this));
    }

    @Override
    public void close() {
        List.copyOf(audiences).forEach(this::leave);
    }
}
