package dev.sampo.link;

import dev.sampo.job.NodeId;
import dev.sampo.resource.Resources;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The node's end of its conversation with one partition: takes orders in their order only and keeps those that come too
 * early, gathers what ended while reports are out, and keeps every report until the partition's journal has it, so that the next session, with whoever
 * serves the partition then, begins by telling it all again.
 */
public final class NodeLink {
    /** What the node has for others is said so often at least, if it is not what it was. */
    private static final long OTHERS_MILLIS = 1_000;

    /** So many that came too early are kept: they need not be sent once more because one before them was lost. */
    private static final int EARLY_MAX = 64;

    /** Of so many that wait one report tells. */
    private static final int QUEUED_MAX = 1_000;

    private final NodeId node;
    private final long incarnation;
    private final LinkSettings settings;
    private final ArrayDeque<Report.Ended> ended = new ArrayDeque<>();
    private final List<Report.Queued> queued = new ArrayList<>();
    private final List<Report.Started> started = new ArrayList<>();
    private final List<Report.Kept> fetched = new ArrayList<>();
    private final ArrayDeque<Report> kept = new ArrayDeque<>();
    /** By number. */
    private final Map<Long, Orders> early = new HashMap<>();

    private Session session;
    private Report.Greeting greeting;
    private boolean insists;
    private Order.Dismiss dismissal;
    private Report.Others others = Report.Others.NONE;
    private Report.Others othersSaid = Report.Others.NONE;
    private long othersSaidAt;
    private boolean areOthersDue;
    private long lastSent;
    private long reportsSeen;
    private long ordersSeen;
    private long resendAt = Long.MAX_VALUE;
    private long acknowledgeAt = Long.MAX_VALUE;

    public NodeLink(NodeId node, long incarnation, LinkSettings settings) {
        this.node = node;
        this.incarnation = incarnation;
        this.settings = settings;
    }

    /** What an envelope turned out to be. */
    public enum Arrival {
        /** Of a session that is over: to be ignored. */
        STALE,
        /** A repetition, a bare acknowledgement, or one that came too early. */
        NOTHING_NEW,
        /** The first of a new session: the node must {@link #greet} and then take the orders. */
        NEW_SESSION,
        /** To be obeyed, and then what had come {@link #nextEarly too early}. */
        NEXT
    }

    public Arrival take(Orders orders, long now) {
        boolean begins = session == null || orders.session().isNewerThan(session);
        if (!begins && !orders.session().equals(session)) {
            return Arrival.STALE;
        }
        if (begins) {
            if (orders.number() != 1) {
                return Arrival.NOTHING_NEW;
            }
            begin(orders.session());
            acknowledgeBy(now);
            ordersSeen = 1;
            return Arrival.NEW_SESSION;
        }
        noteAcknowledgements(orders);
        if (orders.number() == 0) {
            return Arrival.NOTHING_NEW;
        }
        acknowledgeBy(now);
        if (orders.number() != ordersSeen + 1) {
            if (orders.number() > ordersSeen && early.size() < EARLY_MAX) {
                early.put(orders.number(), orders);
            }
            return Arrival.NOTHING_NEW;
        }
        ordersSeen++;
        early.remove(ordersSeen);
        return Arrival.NEXT;
    }

    /** What came too early and is next now; null for none. */
    public Orders nextEarly() {
        Orders next = early.remove(ordersSeen + 1);
        ordersSeen += next == null ? 0 : 1;
        return next;
    }

    private void begin(Session fresh) {
        session = fresh;
        var again = new ArrayList<Report.Ended>();
        early.clear();
        kept.forEach(report -> again.addAll(report.ended()));
        kept.clear();
        for (int i = again.size() - 1; i >= 0; i--) {
            ended.addFirst(again.get(i));
        }
        queued.clear();
        started.clear();
        fetched.clear();
        dismissal = null;
        othersSaid = Report.Others.NONE;
        areOthersDue = false;
        lastSent = 0;
        reportsSeen = 0;
        resendAt = Long.MAX_VALUE;
    }

    private void noteAcknowledgements(Orders orders) {
        reportsSeen = Math.max(reportsSeen, orders.reportsSeen());
        while (!kept.isEmpty() && kept.peek().number() <= orders.reportsDurable()) {
            kept.poll();
        }
        insists &= !isSettled();
        if (!isOwedAnything()) {
            resendAt = Long.MAX_VALUE;
        }
    }

    private void acknowledgeBy(long now) {
        if (acknowledgeAt == Long.MAX_VALUE) {
            acknowledgeAt = now + settings.acknowledgeMillis();
        }
    }

    /** Ends the first words of a session with what is there at this moment. */
    public void greet(Report.Greeting present) {
        greeting = present;
    }

    public void add(Report.Ended end) {
        ended.add(end);
    }

    public void add(Report.Queued waits) {
        queued.add(waits);
    }

    public void add(Report.Started start) {
        started.add(start);
    }

    /**
     * What the node has for others by now: said with the next report. By itself only when much of it is new, or it has been so for
     * long, since such a report takes the place of another.
     */
    public void add(Report.Others present, Resources capacity, long now) {
        others = present;
        boolean isLong = now - othersSaidAt >= OTHERS_MILLIS;
        areOthersDue = !others.isAsSaid(othersSaid) && (isLong || others.differsMuch(othersSaid, capacity));
    }

    /** Whether all that was ever said is durable. Who waits for that {@link #insist}s: the word of it may get lost. */
    public boolean isSettled() {
        return kept.isEmpty() && !hasNewsOfItsOwn();
    }

    public void add(Report.Kept kept) {
        fetched.add(kept);
    }

    public void dismissed(Order.Dismiss dismiss) {
        dismissal = dismiss;
    }

    /** Whether the partition, having heard everything up to this turn, needs nothing of this node. */
    public boolean isDismissed(long turn) {
        return isSettled() && new Order.Dismiss(lastSent, turn).equals(dismissal);
    }

    /** Says again what is not durable, until it is. */
    public void insist() {
        insists = true;
    }

    private boolean isOwedAnything() {
        return reportsSeen < lastSent || insists && !kept.isEmpty();
    }

    public boolean isOpen() {
        return session != null;
    }

    public Session session() {
        return session;
    }

    /** What to send now. */
    public List<Report> flush(long now) {
        if (session == null) {
            return List.of();
        }
        var reports = new ArrayList<Report>();
        if (now >= resendAt) {
            kept.stream()
                    .filter(report -> insists || report.number() > reportsSeen)
                    .forEach(reports::add);
        }
        while (hasNews() && (greeting != null || lastSent - reportsSeen < settings.reportsInFlightMax())) {
            Report report = next(now);
            kept.add(report);
            reports.add(report);
        }
        if (reports.isEmpty() && now >= acknowledgeAt) {
            reports.add(new Report(
                    session,
                    node,
                    incarnation,
                    0,
                    ordersSeen,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Report.Others.NONE));
        }
        if (!reports.isEmpty()) {
            acknowledgeAt = Long.MAX_VALUE;
            resendAt = Long.MAX_VALUE;
        }
        if (resendAt == Long.MAX_VALUE && isOwedAnything()) {
            resendAt = now + settings.resendMillis();
        }
        return reports;
    }

    private boolean hasNews() {
        return areOthersDue || hasNewsOfItsOwn();
    }

    private boolean hasNewsOfItsOwn() {
        return greeting != null || !ended.isEmpty() || !queued.isEmpty() || !started.isEmpty() || !fetched.isEmpty();
    }

    private Report next(long now) {
        var batch = new ArrayList<Report.Ended>();
        long bytes = 0;
        while (!ended.isEmpty() && bytes < settings.envelopeBytes()) {
            Report.Ended end = ended.poll();
            bytes += end.roughBytes();
            batch.add(end);
        }
        Optional<Report.Greeting> last = Optional.empty();
        if (ended.isEmpty() && greeting != null) {
            last = Optional.of(greeting);
            greeting = null;
        }
        // What waits or began is told after the greeting has claimed it: nobody watches over an attempt not known to be
        // held.
        var waits = queued.subList(0, greeting == null ? Math.min(queued.size(), QUEUED_MAX) : 0);
        List<Report.Queued> waiting = List.copyOf(waits);
        waits.clear();
        List<Report.Started> begun = greeting == null && queued.isEmpty() ? List.copyOf(started) : List.of();
        started.removeAll(begun);
        List<Report.Kept> here = List.copyOf(fetched);
        fetched.clear();
        othersSaid = others;
        othersSaidAt = now;
        areOthersDue = false;
        return new Report(
                session, node, incarnation, ++lastSent, ordersSeen, waiting, begun, batch, here, last, others);
    }

    /** When {@link #flush} has something to do although nothing happens. */
    public long wakeAt() {
        return Math.min(resendAt, acknowledgeAt);
    }
}
