package dev.sampo.actors.scheduler;

import dev.sampo.job.BreakerName;
import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.planning.Answer;
import dev.sampo.planning.Plan;
import dev.sampo.planning.ReplyHold;
import dev.sampo.wire.ToClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;

/** Who asked, by ticket, and the answers that wait until they may leave. */
final class Clients {
    private record Held(ActorRef<ToClient> client, ToClient answer) {}

    private final int clientsMax;
    private final Map<Long, ActorRef<ToClient>> open = new LinkedHashMap<>();
    private final Map<ActorRef<?>, List<Long>> waiting = new HashMap<>();
    private final List<Long> fresh = new ArrayList<>();
    private ReplyHold<Held> held = new ReplyHold<>(0);
    private long lastTicket;

    Clients(int clientsMax) {
        this.clientsMax = clientsMax;
    }

    /** The journal has been read: so many facts are durable. */
    void begin(long durable) {
        held = new ReplyHold<>(durable);
    }

    boolean isFull() {
        return open.size() >= clientsMax;
    }

    long ticket(ActorRef<ToClient> client) {
        long ticket = ++lastTicket;
        open.put(ticket, client);
        fresh.add(ticket);
        return ticket;
    }

    void hold(Plan.Reply reply, long factsUpTo) {
        ActorRef<ToClient> client = open.remove(reply.ticket());
        if (client != null) {
            held.hold(new Held(client, new ToClient(reply.answer())), factsUpTo);
            List<Long> tickets = waiting.get(client);
            if (tickets != null && tickets.remove(reply.ticket()) && tickets.isEmpty()) {
                waiting.remove(client);
            }
        }
    }

    /** What the answers wait for. */
    ReplyHold<?> held() {
        return held;
    }

    /** Lets the answers go that wait for nothing more. */
    void answer() {
        for (Held next = held.next(); next != null; next = held.next()) {
            next.client().tell(next.answer());
        }
    }

    /** What the journal refused was not accepted; those who were to hear that it was hear why not. */
    void refuse(Stream<Fact> unwritten, String why) {
        var accepted = new HashSet<JobId>();
        var steered = new HashSet<JobId>();
        var forced = new HashSet<BreakerName>();
        unwritten.forEach(fact -> {
            if (fact instanceof JobEvent.JobAccepted submit) {
                accepted.add(submit.job());
            } else if (fact instanceof JobEvent.CancelRequested cancel) {
                steered.add(cancel.job());
            } else if (fact instanceof JobEvent.JobPaused || fact instanceof JobEvent.JobResumed) {
                steered.add(((JobEvent) fact).job());
            } else if (fact instanceof Fact.BreakerForced order) {
                forced.add(order.breaker());
            }
        });
        held.waiting().forEach(waiting -> {
            Answer answer = waiting.answer().answer();
            if (answer instanceof Answer.Accepted submit && accepted.contains(submit.job())) {
                waiting.client().tell(new ToClient(new Answer.NotWritten(submit.job(), why)));
            } else if (answer instanceof Answer.Cancelling cancel && steered.contains(cancel.job())) {
                waiting.client().tell(new ToClient(new Answer.NotWritten(cancel.job(), why)));
            } else if (answer instanceof Answer.Steered pause && steered.contains(pause.job())) {
                waiting.client().tell(new ToClient(new Answer.NotWritten(pause.job(), why)));
            } else if (answer instanceof Answer.BreakerSet set && forced.contains(set.breaker())) {
                waiting.client().tell(new ToClient(new Answer.BreakerNotSet(set.breaker(), why)));
            }
        });
    }

    boolean isAnyNew() {
        return !fresh.isEmpty();
    }

    /** Clients who have no answer and are not watched yet: they should be, for they may give up. */
    List<ActorRef<ToClient>> newlyWaiting() {
        if (fresh.isEmpty()) {
            return List.of();
        }
        var clients = new ArrayList<ActorRef<ToClient>>();
        for (Long ticket : fresh) {
            ActorRef<ToClient> client = open.get(ticket);
            if (client != null) {
                List<Long> tickets = waiting.computeIfAbsent(client, first -> {
                    clients.add(client);
                    return new ArrayList<>(1);
                });
                tickets.add(ticket);
            }
        }
        fresh.clear();
        return clients;
    }

    /** The tickets of a client that is gone. */
    List<Long> gone(ActorRef<?> client) {
        List<Long> tickets = waiting.remove(client);
        if (tickets == null) {
            return List.of();
        }
        tickets.forEach(open::remove);
        return tickets;
    }
}
