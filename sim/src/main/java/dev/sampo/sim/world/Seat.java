package dev.sampo.sim.world;

import dev.sampo.planning.Input;
import dev.sampo.sim.check.Sometimes;
import java.util.ArrayList;
import java.util.List;

/**
 * The place of one partition in the cluster, as sharding sees it: it knows who serves now, notices late when nobody does,
 * and may send a message to a predecessor that lives on without knowing that it was replaced.
 */
final class Seat {
    private static final double MISROUTED = 0.05;
    private static final int HEAL_MILLIS = 200;

    private final World world;
    private final int partition;
    private PartitionHost current;
    private PartitionHost previous;
    private final List<PartitionHost> everyone = new ArrayList<>();
    private boolean isFilling;

    Seat(World world, int partition) {
        this.world = world;
        this.partition = partition;
    }

    int partition() {
        return partition;
    }

    PartitionHost current() {
        return current;
    }

    /** Starts an instance on some machine that is up; the one before may live on. */
    void begin() {
        Machine machine = world.anyMachineUp();
        if (machine == null) {
            fillAfter(500);
            return;
        }
        previous = current;
        current = new PartitionHost(world, this, machine, everyone.size() + 1 + 100 * partition);
        everyone.add(current);
        if (previous != null && previous.isAlive()) {
            world.tally.hit(Sometimes.TWO_INSTANCES_ALIVE);
        }
        current.read();
    }

    void stopped(PartitionHost host) {
        if (host == current) {
            fillAfter(world.chance.between(50, 500));
        }
    }

    void leave(Machine machine) {
        for (PartitionHost host : everyone) {
            if (host.isAlive() && host.machine() == machine) {
                host.stop("its machine leaves");
            }
        }
    }

    void machineCrashed(Machine machine) {
        if (current != null && current.machine() == machine) {
            fillAfter(world.chance.between(300, 2_000));
        }
    }

    void fillAfter(long millis) {
        if (!isFilling) {
            isFilling = true;
            world.timeline.after(millis, () -> {
                isFilling = false;
                if (current == null || !current.isAlive()) {
                    begin();
                }
            });
        }
    }

    /** Moves the partition: the old instance stops in good order, or goes on because nobody reached it. */
    void move(boolean leavesOldAlive) {
        if (current != null && current.isAlive() && !leavesOldAlive) {
            current.stop("moved");
        } else {
            begin();
        }
    }

    /** The cluster agrees again: whoever still serves in the belief of owning the partition stops. */
    void heal() {
        for (PartitionHost host : everyone) {
            if (host != current && host.isAlive()) {
                host.stop("the cluster is made whole");
            }
        }
        world.timeline.after(HEAL_MILLIS, () -> {
            if (current != null && current.isAlive() && !current.holdsLease()) {
                current.stop("the cluster is made whole");
            }
        });
        fillAfter(HEAL_MILLIS);
    }

    /** Sends something to whoever serves. */
    void send(int from, Input input) {
        PartitionHost host = receiver();
        if (host != null) {
            world.network.send(from, host.machine().index(), () -> host.receive(input));
        }
    }

    PartitionHost receiver() {
        boolean misroutes = previous != null && previous.isAlive() && world.chance.happens(MISROUTED);
        return misroutes ? previous : current;
    }
}
