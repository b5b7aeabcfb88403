package dev.sampo.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The partition's end of a session: numbers what it sends, sends it again until it is seen, takes reports in their order
 * only, and remembers which facts a report waits for before the node may forget it.
 */
public final class PartitionLink {

    private record Waiting(long report, long facts) {}

    private final Session session;
    private final LinkSettings settings;
    private final ArrayDeque<Orders> unseen = new ArrayDeque<>();
    private final ArrayDeque<Waiting> undurable = new ArrayDeque<>();
    private final List<Order> outgoing = new ArrayList<>();
    private long lastSent;
    private long reportsSeen;
    private long reportsDurable;
    private long factsDurable;
    private boolean owesAcknowledgement;
    private boolean owesDurable;
    private boolean opened;
    private long resendAt = Long.MAX_VALUE;
    private long durableAt = Long.MAX_VALUE;

    public PartitionLink(Session session, LinkSettings settings) {
        this.session = session;
        this.settings = settings;
    }

    public Session session() {
        return session;
    }

    public long reportsSeen() {
        return reportsSeen;
    }

    public void add(Order order) {
        outgoing.add(order);
    }

    /** Whether this report is the next one; anything else is a repetition or came too early, and will come again. */
    public boolean takes(Report report) {
        if (!report.session().equals(session)) {
            return false;
        }
        while (!unseen.isEmpty() && unseen.peek().number() <= report.ordersSeen()) {
            unseen.poll();
        }
        if (report.number() == 0) {
            return false;
        }
        owesAcknowledgement = true;
        if (report.number() != reportsSeen + 1) {
            return false;
        }
        reportsSeen++;
        return true;
    }

    /** The facts drawn from the report just taken end with this one. */
    public void reportRestsOn(long facts) {
        undurable.add(new Waiting(reportsSeen, facts));
        durable(factsDurable);
    }

    public void durable(long facts) {
        factsDurable = facts;
        while (!undurable.isEmpty() && undurable.peek().facts() <= facts) {
            reportsDurable = undurable.poll().report();
            owesDurable = true;
        }
    }

    /** What to send now. The first envelope of a session goes out even when it says nothing. */
    public List<Orders> flush(long now) {
        var envelopes = new ArrayList<Orders>();
        if (now >= resendAt) {
            for (Orders orders : unseen) {
                envelopes.add(new Orders(session, orders.number(), reportsSeen, reportsDurable, orders.orders()));
            }
        }
        int from = 0;
        while (from < outgoing.size() || !opened) {
            int to = envelopeEnd(from);
            var orders = new Orders(session, ++lastSent, reportsSeen, reportsDurable, outgoing.subList(from, to));
            unseen.add(orders);
            envelopes.add(orders);
            opened = true;
            from = to;
        }
        outgoing.clear();
        if (owesDurable && durableAt == Long.MAX_VALUE) {
            durableAt = now + settings.acknowledgeMillis();
        }
        if (envelopes.isEmpty() && (owesAcknowledgement || now >= durableAt)) {
            envelopes.add(new Orders(session, 0, reportsSeen, reportsDurable, List.of()));
        }
        if (!envelopes.isEmpty()) {
            owesAcknowledgement = false;
            owesDurable = false;
            durableAt = Long.MAX_VALUE;
        }
        resendAt = resendTime(now, !envelopes.isEmpty());
        return envelopes;
    }

    private long resendTime(long now, boolean sent) {
        if (unseen.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return sent || resendAt == Long.MAX_VALUE ? now + settings.resendMillis() : resendAt;
    }

    private int envelopeEnd(int from) {
        long bytes = 0;
        int to = from;
        while (to < outgoing.size() && bytes < settings.envelopeBytes()) {
            bytes += outgoing.get(to).roughBytes();
            to++;
        }
        return to;
    }

    /** When {@link #flush} has something to do although nothing happens. */
    public long wakeAt() {
        return Math.min(resendAt, durableAt);
    }
}
