package dev.sampo.actors.scheduler;

import dev.sampo.planning.Plan;
import dev.sampo.wire.ToClient;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/** Who asked, by ticket, and the answers that wait until what they say is durable. */
final class Clients {

    private record Held(long factsUpTo, ActorRef<ToClient> client, ToClient answer) {}

    private final int clientsMax;
    private final Map<Long, ActorRef<ToClient>> open = new LinkedHashMap<>();
    private final Map<ActorRef<?>, List<Long>> waiting = new HashMap<>();
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private final List<Long> fresh = new ArrayList<>();
    private long lastTicket;

    Clients(int clientsMax) {
        this.clientsMax = clientsMax;
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
            held.add(new Held(factsUpTo, client, new ToClient(reply.answer())));
            List<Long> tickets = waiting.get(client);
            if (tickets != null && tickets.remove(reply.ticket()) && tickets.isEmpty()) {
                waiting.remove(client);
            }
        }
    }

    void answer(long durable) {
        while (!held.isEmpty() && held.peek().factsUpTo() <= durable) {
            Held next = held.poll();
            next.client().tell(next.answer());
        }
    }

    /** Clients of the last step who got no answer and are not watched yet: they should be, for they may give up. */
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
