package dev.sampo.sim.world;

import dev.sampo.planning.Answer;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everyone who submits jobs and asks about them, on a machine of their own that outlives all others. */
final class Clients {
    private static final int FORKED_WITHIN = 3_000;

    private final World world;
    private final int machine;
    private final List<Client> clients = new ArrayList<>();
    private final Map<Long, Client> askers = new HashMap<>();
    private long lastTicket;

    Clients(World world, int machine) {
        this.world = world;
        this.machine = machine;
    }

    void add(int jobs, long within) {
        for (int i = 0; i < jobs; i++) {
            var client = new Client(world, this, i);
            clients.add(client);
            world.timeline.after(world.chance.below((int) within), client::submit);
        }
    }

    /** Has the job forked, while it runs or later. */
    void fork(Client other) {
        var client = new Client(world, this, other);
        clients.add(client);
        world.timeline.after(world.steer.below(FORKED_WITHIN), client::submit);
    }

    /** A ticket for one question, by which its answer finds back. */
    long ticketFor(Client client) {
        askers.put(++lastTicket, client);
        return lastTicket;
    }

    void ask(int partition, Input request) {
        world.seats[partition].send(machine, request);
    }

    /** Takes a released reply across the network to whoever asked. */
    void carry(int from, Plan.Reply reply) {
        world.network.send(from, machine, () -> hear(reply.ticket(), reply.answer()));
    }

    private void hear(long ticket, Answer answer) {
        Client client = askers.remove(ticket);
        if (client != null) {
            client.hear(ticket, answer);
        }
    }

    /** The first who still waits for something, or null when all know how their jobs ended. */
    Client anyoneWaiting() {
        for (Client client : clients) {
            if (!client.isContent()) {
                return client;
            }
        }
        return null;
    }

    int machine() {
        return machine;
    }
}
