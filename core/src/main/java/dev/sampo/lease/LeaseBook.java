package dev.sampo.lease;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Gives works of queues to workers on lease. A worker that is not heard of in time loses its lease, and the next one gets the
 * work; what the first still says of it changes nothing, since each lease has a fence of its own. Works are named by numbers
 * that are never used again.
 *
 * <p>Not thread-safe. Times are in milliseconds of a clock that does not go back. Nothing happens by itself: whoever asks with
 * a time calls {@link #expire} with it first.
 */
public final class LeaseBook {
    private final LeaseSettings settings;
    private final Map<Long, Work> works = new HashMap<>();
    private final Map<String, Deque<Work>> waiting = new TreeMap<>();
    private final Map<Long, Lease> byFence = new HashMap<>();
    private final Map<Request, Long> byRequest = new HashMap<>();
    private final TreeSet<Lease> byEnd =
            new TreeSet<>(Comparator.comparingLong(Lease::until).thenComparingLong(Lease::fence));
    private final Map<Long, Standing> over = new LinkedHashMap<>();
    private long lastFence;

    private record Request(String queue, String worker, String name) {
        static Request of(Lease lease) {
            return new Request(lease.queue(), lease.worker(), lease.request());
        }
    }

    private static final class Work {
        final long number;
        final String queue;
        int deliveries;
        Lease lease;

        Work(long number, String queue) {
            this.number = number;
            this.queue = queue;
        }
    }

    public LeaseBook(LeaseSettings settings) {
        this.settings = settings;
    }

    /** Puts a work at the end of a queue. False when there are as many as may be; then it is not there. */
    public boolean offer(long work, String queue) {
        if (works.containsKey(work)) {
            throw new IllegalArgumentException("work " + work + " is there already");
        }
        if (works.size() >= settings.worksMax()) {
            return false;
        }
        var fresh = new Work(work, queue);
        works.put(work, fresh);
        line(queue).addLast(fresh);
        return true;
    }

    /**
     * The next work of a queue, for so long; empty when none waits. A worker that asks again with the same request, because it
     * has not heard the answer, gets the same lease.
     *
     * @param request empty for one that will not be repeated
     */
    public Optional<Lease> take(String queue, String worker, String request, long millis, long now) {
        Optional<Lease> before = again(queue, worker, request, now);
        if (before.isPresent()) {
            return before;
        }
        Work work = line(queue).pollFirst();
        forgetIfEmpty(queue);
        if (work == null) {
            return Optional.empty();
        }
        work.deliveries++;
        var lease = new Lease(work.number, queue, worker, request, ++lastFence, work.deliveries, millis, now + millis);
        put(work, lease);
        return Optional.of(lease);
    }

    private Optional<Lease> again(String queue, String worker, String request, long now) {
        return Optional.ofNullable(byRequest.get(new Request(queue, worker, request)))
                .map(byFence::get)
                .filter(lease -> !lease.isOver(now))
                .map(lease -> replace(lease, lease.extended(now)));
    }

    /** A sign of life: a lease that is held lasts on from now. */
    public Standing heartbeat(long fence, long now) {
        Standing standing = standing(fence, now);
        if (standing == Standing.HELD) {
            replace(byFence.get(fence), byFence.get(fence).extended(now));
        }
        return standing;
    }

    /** A sign of death, which may deceive: unless its worker is heard of again, a lease that is held ends so soon. */
    public void doubt(long fence, long millis, long now) {
        held(fence, now).ifPresent(lease -> replace(lease, lease.endingBy(now + millis)));
    }

    /** A lease; empty unless it is held. */
    public Optional<Lease> held(long fence, long now) {
        return Optional.ofNullable(byFence.get(fence)).filter(lease -> !lease.isOver(now));
    }

    /** Ends a lease and its work, if it is held; what is answered is how it stood before. */
    public Standing settle(long fence, long now) {
        Standing standing = standing(fence, now);
        if (standing == Standing.HELD) {
            Lease lease = byFence.get(fence);
            end(lease, Standing.SETTLED);
            works.remove(lease.work());
        }
        return standing;
    }

    /**
     * Nobody wants the work any more; whoever has it on lease is told when it is heard of next.
     *
     * @return the lease that is over by this, if somebody had one
     */
    public Optional<Lease> withdraw(long number) {
        Work work = works.remove(number);
        if (work == null) {
            return Optional.empty();
        }
        Optional<Lease> lease = Optional.ofNullable(work.lease);
        if (lease.isPresent()) {
            end(lease.get(), Standing.WITHDRAWN);
        } else {
            line(work.queue).remove(work);
            forgetIfEmpty(work.queue);
        }
        return lease;
    }

    /**
     * Leases that have run out.
     *
     * @param givenUp those of them whose works were given out as often as may be, and are forgotten
     */
    public record RunOut(List<Lease> all, List<Lease> givenUp) {}

    /** Takes back what has run out by now: it waits again, before all that was never given out. */
    public RunOut expire(long now) {
        var all = new ArrayList<Lease>();
        var givenUp = new ArrayList<Lease>();
        while (!byEnd.isEmpty() && byEnd.first().isOver(now)) {
            Lease lease = byEnd.first();
            Work work = works.get(lease.work());
            end(lease, Standing.OVER);
            all.add(lease);
            if (work.deliveries >= settings.deliveriesMax()) {
                works.remove(lease.work());
                givenUp.add(lease);
            } else {
                line(work.queue).addFirst(work);
            }
        }
        return new RunOut(all, givenUp);
    }

    /** Queues in which anything waits or is on lease, by name. */
    public List<QueueView> queues() {
        var leased = new TreeMap<String, Integer>();
        waiting.keySet().forEach(queue -> leased.put(queue, 0));
        byEnd.forEach(lease -> leased.merge(lease.queue(), 1, Integer::sum));
        var views = new ArrayList<QueueView>();
        leased.forEach((queue, count) -> views.add(new QueueView(queue, waitingIn(queue), count)));
        return views;
    }

    /** How a work stands; empty when it is not here. */
    public Optional<WorkView> view(long number) {
        return Optional.ofNullable(works.get(number)).map(work -> {
            Optional<Lease> lease = Optional.ofNullable(work.lease);
            int ranOut = work.deliveries - (lease.isPresent() ? 1 : 0);
            int leased = (int) byEnd.stream()
                    .filter(each -> each.queue().equals(work.queue))
                    .count();
            return new WorkView(lease, ranOut, lease.isPresent() ? 0 : ahead(work), leased);
        });
    }

    private int ahead(Work work) {
        int ahead = 0;
        for (Work other : line(work.queue)) {
            if (other == work) {
                break;
            }
            ahead++;
        }
        return ahead;
    }

    private int waitingIn(String queue) {
        Deque<Work> line = waiting.get(queue);
        return line == null ? 0 : line.size();
    }

    /** How a lease stands; that it was asked for is no sign of life. */
    public Standing standing(long fence, long now) {
        Lease lease = byFence.get(fence);
        if (lease == null) {
            return over.getOrDefault(fence, Standing.OVER);
        }
        return lease.isOver(now) ? Standing.OVER : Standing.HELD;
    }

    private Lease replace(Lease lease, Lease by) {
        byEnd.remove(lease);
        put(works.get(lease.work()), by);
        return by;
    }

    private void put(Work work, Lease lease) {
        work.lease = lease;
        byFence.put(lease.fence(), lease);
        byEnd.add(lease);
        if (!lease.request().isEmpty()) {
            byRequest.put(Request.of(lease), lease.fence());
        }
    }

    /** That a lease has run out need not be remembered: it is what is said of any that is not known. */
    private void end(Lease lease, Standing how) {
        byFence.remove(lease.fence());
        byEnd.remove(lease);
        byRequest.remove(Request.of(lease), lease.fence());
        Work work = works.get(lease.work());
        if (work != null) {
            work.lease = null;
        }
        if (how != Standing.OVER) {
            over.put(lease.fence(), how);
        }
        if (over.size() > settings.rememberedMax()) {
            over.remove(over.keySet().iterator().next());
        }
    }

    private Deque<Work> line(String queue) {
        return waiting.computeIfAbsent(queue, first -> new ArrayDeque<>());
    }

    /** Names come from outside: those of empty queues are not kept. */
    private void forgetIfEmpty(String queue) {
        if (waiting.get(queue).isEmpty()) {
            waiting.remove(queue);
        }
    }
}
