package dev.sampo.sim.world;

import dev.sampo.planning.Input;

/** Tells partitions which nodes there are: late, and now and then wrongly. */
final class Membership {
    private final World world;

    Membership(World world) {
        this.world = world;
    }

    /** A new instance hears of all nodes, one by one. */
    void introduce(PartitionHost host) {
        var unknown = new Unknown(host, world.nodes.length + world.desks.length);
        for (NodeHost node : world.nodes) {
            introduce(host, node, world.chance.below(50), unknown);
        }
        for (NodeHost desk : world.desks) {
            introduce(host, desk, world.latest.below(50), unknown);
        }
    }

    private void introduce(PartitionHost host, NodeHost node, long delay, Unknown unknown) {
        tellSeen(host, node, delay);
        world.timeline.after(delay, unknown::oneLess);
    }

    /** How many are there that the instance has not heard of. */
    private static final class Unknown {
        private final PartitionHost host;
        private int count;

        Unknown(PartitionHost host, int count) {
            this.host = host;
            this.count = count;
            host.hears(new Input.NodesUnknown(count));
        }

        private void oneLess() {
            host.hears(new Input.NodesUnknown(--count));
        }
    }

    void nodeStarted(NodeHost node) {
        for (Seat seat : world.seats) {
            if (seat.current() != null) {
                tellSeen(seat.current(), node, world.chance.below(500));
            }
        }
    }

    /** The word of the loss may come after that of the restart, or not at all when the restart was quick. */
    void nodeDied(NodeHost node, long incarnation) {
        boolean goesUnnoticed = world.chance.happens(0.3);
        for (Seat seat : world.seats) {
            if (seat.current() != null && !goesUnnoticed) {
                int proven = world.chance.between(100, 2_000);
                if (world.others.happens(0.5)) {
                    tellSuspected(seat.current(), node, incarnation, world.others.below(proven));
                }
                tellLost(seat.current(), node, incarnation, proven);
            }
        }
    }

    /** It has left in good order: nobody has reason to think that anything was lost with it. */
    void nodeLeft(NodeHost node, long incarnation) {
        for (Seat seat : world.seats) {
            PartitionHost host = seat.current();
            if (host != null) {
                world.timeline.after(
                        world.others.below(1_000), () -> host.receive(new Input.NodeLost(node.id(), incarnation)));
            }
        }
    }

    /** It has or takes on something else. */
    void changed(NodeHost node) {
        nodeStarted(node);
    }

    /** One partition takes a living node for dead, and learns better after a while. */
    void suspect(Seat seat, NodeHost node) {
        PartitionHost host = seat.current();
        if (host != null && node.isUp()) {
            tellSuspected(host, node, node.incarnation(), 0);
            tellSeen(host, node, world.chance.between(100, 4_000));
        }
    }

    /** Everybody hears what is true once more. */
    void heal() {
        for (Seat seat : world.seats) {
            if (seat.current() != null) {
                introduce(seat.current());
            }
        }
    }

    private void tellSeen(PartitionHost host, NodeHost node, long delay) {
        world.timeline.after(delay, () -> {
            if (node.isUp()) {
                host.receive(new Input.NodeSeen(
                        node.id(),
                        node.incarnation(),
                        node.equipment().capacity(),
                        node.equipment().labels(),
                        node.isWorker(),
                        node.availability(),
                        node.turn()));
            }
        });
    }

    private void tellSuspected(PartitionHost host, NodeHost node, long incarnation, long delay) {
        world.timeline.after(delay, () -> {
            world.observer.nodeGivenUp(host.partition(), node.id(), incarnation);
            host.receive(new Input.NodeSuspected(node.id(), incarnation));
        });
    }

    private void tellLost(PartitionHost host, NodeHost node, long incarnation, long delay) {
        world.timeline.after(delay, () -> {
            world.observer.nodeGivenUp(host.partition(), node.id(), incarnation);
            host.receive(new Input.NodeLost(node.id(), incarnation));
        });
    }
}
