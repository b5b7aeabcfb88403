package dev.sampo.sim.world;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Value;
import dev.sampo.link.Availability;
import dev.sampo.link.Orders;
import dev.sampo.link.Session;
import dev.sampo.resource.Change;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import dev.sampo.sim.body.Graphs;
import dev.sampo.sim.body.Stamp;
import dev.sampo.sim.check.Sometimes;
import dev.sampo.sim.check.Start;
import dev.sampo.sim.check.Violation;
import dev.sampo.worker.Action;
import dev.sampo.worker.Worker;
import dev.sampo.worker.WorkerInput;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The shell around one worker, as the worker's actor is in production: bodies, the store of values, and the wire. */
final class NodeHost {
    private static final int RESEND_MILLIS = 300;
    private static final int FETCHES_MAX = 12;
    private static final int ANNOUNCE_MILLIS = 200;

    /** Two attempts at one task make two values; keeping one must not drop the other. */
    private record Key(JobId job, int task, int stamp) {}

    private final World world;
    private final Machine machine;
    private final NodeId id;
    private final Equipment full;
    private final boolean isWorker;
    private final Map<Session, Long> highest = new HashMap<>();
    private final Set<Key> kept = new HashSet<>();
    private final JarsThere jars = new JarsThere();
    private Bodies bodies;
    private Worker worker;
    private Equipment equipment;
    private long armedFor = Long.MAX_VALUE;

    /** @param isWorker a node that is none steps in for workers, for what was submitted there */
    NodeHost(World world, Machine machine, Equipment has, boolean isWorker) {
        this.world = world;
        this.machine = machine;
        this.full = has.withLabels(Map.of(Graphs.ZONE, machine.index() % 2 == 0 ? "a" : "b"));
        this.isWorker = isWorker;
        this.id = new NodeId("n" + machine.index());
    }

    NodeId id() {
        return id;
    }

    Machine machine() {
        return machine;
    }

    boolean isUp() {
        return machine.isUp() && worker != null;
    }

    boolean isWorker() {
        return isWorker;
    }

    long incarnation() {
        return machine.generation();
    }

    Equipment equipment() {
        return equipment;
    }

    long turn() {
        return worker.turn();
    }

    Availability availability() {
        return worker.availability();
    }

    /** A new process begins with nothing but what its node is set up with. */
    void start() {
        equipment = full;
        kept.clear();
        jars.clear();
        highest.clear();
        armedFor = Long.MAX_VALUE;
        bodies = new Bodies(world, this);
        worker = new Worker(id, incarnation(), equipment, world.workerSettings(isWorker));
        world.observer.equipped(id, incarnation(), equipment);
        world.membership.nodeStarted(this);
    }

    /** The machine is up, and the node on it joins later. */
    void startAfter(int millis) {
        long process = incarnation();
        world.timeline.after(millis, () -> machine.in(process, this::startIfAway));
    }

    void startIfAway() {
        if (worker == null) {
            start();
        }
    }

    /** Its process is no more. */
    void gone() {
        worker = null;
    }

    void crash() {
        gone();
        world.observer.nodeDied(id, incarnation());
        world.membership.nodeDied(this, incarnation());
    }

    /** Changes what it has, relative to what it has by then, if it can be changed like that. */
    void change(Change change) {
        machine.in(incarnation(), () -> {
            try {
                have(equipment.with(change));
            } catch (IllegalArgumentException refused) {
                world.note("refuses", machine.index(), 0, () -> id + " refuses " + change);
            }
        });
    }

    void change(Resources to) {
        machine.in(incarnation(), () -> have(equipment.with(to)));
    }

    private void have(Equipment to) {
        world.tally.hit(Sometimes.CAPACITY_SHRANK_UNDER_WORK, bodies.runsMoreThan(to.capacity()));
        boolean works = !bodies.isIdle();
        boolean grows = !to.capacity().fitsIn(equipment.capacity());
        world.tally.hit(Sometimes.CAPACITY_GREW_UNDER_WORK, works && grows);
        boolean isOther = !to.labels().equals(equipment.labels());
        world.tally.hit(Sometimes.LABELS_CHANGED_UNDER_WORK, works && isOther);
        equipment = to;
        world.note(
                "has",
                machine.index(),
                to.capacity().cpuUnits(),
                () -> id + " has " + to.capacity() + " " + to.items() + " " + to.labels());
        world.observer.equipped(id, incarnation(), to);
        take(new WorkerInput.EquipmentChanged(to));
        world.membership.changed(this);
    }

    void cordon(int millis) {
        machine.in(incarnation(), () -> {
            if (availability() == Availability.ACTIVE) {
                turn(Availability.CORDONED, 0);
                later(millis, () -> turn(Availability.ACTIVE, 0));
            }
        });
    }

    /** Drains and then leaves, or takes work on again when it could not be drained in time. */
    void drain(int handOver, int patience) {
        machine.in(incarnation(), () -> {
            if (availability() == Availability.ACTIVE) {
                long now = world.timeline.now();
                turn(Availability.DRAINING, now + handOver);
                awaitDrained(now + patience);
            }
        });
    }

    private void awaitDrained(long until) {
        if (world.timeline.now() > until || world.isHealed()) {
            turn(Availability.ACTIVE, 0);
        } else if (worker.isDrained()) {
            world.tally.hit(Sometimes.NODE_DRAINED);
            world.observer.drained(id, incarnation());
            world.machineLeft(machine);
        } else {
            world.membership.changed(this);
            later(ANNOUNCE_MILLIS, () -> awaitDrained(until));
        }
    }

    private void turn(Availability to, long handOverAt) {
        world.note("turns", machine.index(), to.ordinal(), () -> id + " is " + to);
        take(new WorkerInput.AvailabilityChanged(to, handOverAt));
        world.membership.changed(this);
    }

    void restoreIfUp() {
        if (isUp()) {
            restore();
        }
    }

    void restore() {
        if (!equipment.equals(full)) {
            machine.in(incarnation(), () -> have(full));
        }
    }

    Equipment full() {
        return full;
    }

    void deliver(long forIncarnation, Orders orders) {
        machine.in(incarnation(), () -> {
            if (forIncarnation != incarnation()) {
                return;
            }
            long seen = highest.getOrDefault(orders.session(), 0L);
            if (orders.number() > 0 && orders.number() <= seen) {
                world.tally.hit(Sometimes.DUPLICATE_ORDERS_DROPPED);
            }
            highest.put(orders.session(), Math.max(seen, orders.number()));
            world.note(
                    "orders",
                    machine.index(),
                    orders.number(),
                    () -> id + "." + incarnation() + " " + Words.of(orders));
            world.observer.ordered(id, incarnation(), orders);
            take(new WorkerInput.Ordered(orders));
        });
    }

    void take(WorkerInput input) {
        List<Action> actions = worker.step(world.timeline.now(), List.of(input));
        for (Action action : actions) {
            world.note(
                    "action", machine.index(), kindOf(action), () -> id + "." + incarnation() + " " + Words.of(action));
            carryOut(action);
        }
        wakeAt(worker.wakeAt());
    }

    private static int kindOf(Action action) {
        return action.getClass().getSimpleName().hashCode();
    }

    private void wakeAt(long at) {
        if (at == Long.MAX_VALUE || at >= armedFor && armedFor > world.timeline.now()) {
            return;
        }
        armedFor = at;
        later(Math.max(0, at - world.timeline.now()), () -> {
            if (armedFor == at) {
                armedFor = Long.MAX_VALUE;
                take(new WorkerInput.Tick());
            }
        });
    }

    /** Does something in this process after a while, if it still lives then. */
    void later(long millis, Runnable deed) {
        long process = incarnation();
        world.timeline.after(millis, () -> machine.in(process, deed));
    }

    private void carryOut(Action action) {
        if (action instanceof Action.Run run) {
            requireAtHand(run);
            bodies.run(new Start(world.timeline.now(), id, incarnation(), run));
        } else if (action instanceof Action.Interrupt interrupt) {
            bodies.interrupt(interrupt.run());
        } else if (action instanceof Action.Abandon abandon) {
            world.tally.hit(Sometimes.BODY_ABANDONED);
            bodies.abandon(abandon.run());
        } else if (action instanceof Action.FetchBlueprint fetch) {
            fetchBlueprint(fetch);
        } else if (action instanceof Action.DropJar drop) {
            jars.drop(drop);
        } else if (action instanceof Action.FetchValue fetch) {
            fetchValue(fetch, FETCHES_MAX, new boolean[1]);
        } else if (action instanceof Action.CopyValue copy) {
            copied(copy);
        } else if (action instanceof Action.Send send) {
            send(send);
        } else if (action instanceof Action.Discard discard) {
            discard(discard);
        } else {
            throw new AssertionError(action);
        }
    }

    private void send(Action.Send send) {
        var report = world.wire.carried(send.report());
        world.seats[send.partition()].send(machine.index(), new dev.sampo.planning.Input.Reported(report));
    }

    /** Asks until somebody answers: that nobody serves the partition at the moment says nothing about the task. */
    private void fetchBlueprint(Action.FetchBlueprint fetch) {
        boolean[] isAnswered = new boolean[1];
        PartitionHost host = world.seats[fetch.partition()].receiver();
        if (host != null) {
            long process = incarnation();
            int there = host.machine().index();
            world.network.send(machine.index(), there, () -> host.machine()
                    .in(host.machine().generation(), () -> {
                        Blueprint blueprint = host.isAlive() ? host.blueprint(fetch.digest()) : null;
                        if (blueprint != null) {
                            world.network.send(
                                    there,
                                    machine.index(),
                                    () -> machine.in(process, () -> {
                                        if (!isAnswered[0]) {
                                            isAnswered[0] = true;
                                            jars.arrived(blueprint);
                                            take(new WorkerInput.BlueprintArrived(blueprint));
                                        }
                                    }));
                        }
                    }));
        }
        later(RESEND_MILLIS, () -> {
            if (!isAnswered[0]) {
                isAnswered[0] = true;
                fetchBlueprint(fetch);
            }
        });
    }

    private void fetchValue(Action.FetchValue fetch, int tries, boolean[] isAnswered) {
        NodeHost holder = world.node(fetch.value().node());
        long process = incarnation();
        world.network.send(
                machine.index(),
                holder.machine.index(),
                () -> holder.machine.in(holder.incarnation(), () -> {
                    boolean isThere = holder.has(fetch);
                    world.network.send(
                            holder.machine.index(),
                            machine.index(),
                            () -> machine.in(process, () -> {
                                if (!isAnswered[0]) {
                                    isAnswered[0] = true;
                                    fetched(fetch, isThere);
                                }
                            }));
                }));
        later(RESEND_MILLIS, () -> {
            if (!isAnswered[0] && tries > 1) {
                fetchValue(fetch, tries - 1, isAnswered);
            } else if (!isAnswered[0]) {
                isAnswered[0] = true;
                world.observer.unreachable(fetch.value().node());
                fetched(fetch, false);
            }
        });
    }

    private void fetched(Action.FetchValue fetch, boolean isThere) {
        world.tally.hit(isThere ? Sometimes.VALUE_FETCHED : Sometimes.VALUE_UNAVAILABLE);
        if (isThere) {
            kept.add(new Key(fetch.job(), fetch.task(), fetch.value().crc()));
            take(new WorkerInput.ValueArrived(
                    fetch.job(), fetch.task(), fetch.value().keptBy(id), fetch.maker()));
        } else {
            take(new WorkerInput.ValueUnavailable(fetch.job(), fetch.task(), fetch.value(), fetch.maker()));
        }
    }

    private void copied(Action.CopyValue copy) {
        int stamp = Stamp.of(copy.value());
        boolean isThere =
                kept.stream().anyMatch(key -> key.stamp() == stamp && key.job().equals(copy.from()));
        later(world.steer.below(20), () -> {
            if (isThere) { // And stays until then, whatever is to be dropped meanwhile.
                world.tally.hit(Sometimes.VALUE_COPIED);
                kept.add(new Key(copy.job(), copy.task(), stamp));
                take(new WorkerInput.ValueArrived(copy.job(), copy.task(), copy.value(), copy.maker()));
            } else {
                take(new WorkerInput.ValueUnavailable(copy.job(), copy.task(), copy.value(), copy.maker()));
            }
        });
    }

    private boolean has(Action.FetchValue fetch) {
        return keeps(fetch.value().crc());
    }

    void keep(JobId job, int task, Value value) {
        boolean drops = world.has(PlantedBug.VALUES_DISCARDED_EARLY) && world.chance.happens(0.3);
        if (value instanceof Value.Stored && !drops) {
            kept.add(new Key(job, task, Stamp.of(value)));
        }
    }

    private void discard(Action.Discard discard) {
        if (discard.tasks().length == 0) {
            kept.removeIf(key -> key.job().equals(discard.job()));
        }
        for (int task : discard.tasks()) {
            kept.removeIf(key -> key.task() == task && key.job().equals(discard.job()));
        }
    }

    private void requireAtHand(Action.Run run) {
        jars.requireAtHand(run);
        for (Action.Argument argument : run.arguments()) {
            var values = argument instanceof Action.Argument.One one
                    ? List.of(one.value())
                    : ((Action.Argument.Many) argument).values();
            for (Value value : values) {
                if (value instanceof Value.Stored && !keeps(Stamp.of(value))) {
                    throw new Violation(
                            "InputsAreAtHand",
                            run.attempt().job(),
                            run.attempt().task(),
                            run.attempt() + " starts without " + value + " on " + id);
                }
            }
        }
    }

    private boolean keeps(int stamp) {
        for (Key key : kept) {
            if (key.stamp() == stamp) {
                return true;
            }
        }
        return false;
    }
}
