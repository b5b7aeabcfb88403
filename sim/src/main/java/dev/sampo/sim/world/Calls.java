package dev.sampo.sim.world;

import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import java.util.HashMap;
import java.util.Map;

/** What partitions ask each other: answers find back to the instance that asked, if it still lives. */
final class Calls {
    /** Tickets of clients are lower. */
    private static final long FIRST_TICKET = 1L << 40;

    private final World world;
    private final Map<Long, PartitionHost> askers = new HashMap<>();
    private long next = FIRST_TICKET;

    Calls(World world) {
        this.world = world;
    }

    void ask(PartitionHost asker, Plan.Call call) {
        long ticket = next++;
        askers.put(ticket, asker);
        world.seats[call.partition()].send(
                asker.machine().index(), call.request().withTicket(ticket));
    }

    /** Whether the reply is to a partition. */
    boolean carry(int from, Plan.Reply reply) {
        PartitionHost asker = askers.remove(reply.ticket());
        if (asker != null) {
            world.network.send(from, asker.machine().index(), () -> asker.receive(new Input.Told(reply.answer())));
        }
        return asker != null || reply.ticket() >= FIRST_TICKET;
    }
}
