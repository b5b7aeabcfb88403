package dev.sampo.sim.world;

import dev.sampo.resource.Change;
import dev.sampo.resource.Resources;
import dev.sampo.sim.body.Graphs;
import dev.sampo.sim.check.Sometimes;
import dev.sampo.sim.time.Chance;
import java.util.List;
import java.util.Map;

/** Does harm until its time is over, then puts everything right. */
final class Nemesis {
    private static final int DEED_EVERY_MAX = 700;

    private final World world;
    private final Chance chance;
    private final Weather weather;
    private boolean isOver;
    long crashes;

    Nemesis(World world, Weather weather) {
        this.world = world;
        this.chance = world.chance;
        this.weather = weather;
    }

    void begin(long until) {
        strike(until);
        world.timeline.at(until, this::heal);
    }

    private void strike(long until) {
        if (world.timeline.now() >= until) {
            return;
        }
        if (chance.happens(weather.crashes)) {
            crash(anyMachine());
        }
        if (chance.happens(weather.pauses)) {
            pause(anyMachine(), chance.between(50, 5_000));
        }
        if (chance.happens(weather.cuts)) {
            cut();
        }
        if (chance.happens(weather.moves)) {
            anySeat().move(chance.happens(0.5));
        }
        if (chance.happens(weather.suspicions)) {
            world.membership.suspect(anySeat(), anyNode());
        }
        if (chance.happens(weather.shrinking)) {
            shrink(anyNode());
        }
        if (world.live.happens(weather.alterations)) {
            alter(world.nodes[world.live.below(world.nodes.length)]);
        }
        if (world.others.happens(weather.drains)) {
            drain(world.nodes[world.others.below(world.nodes.length)]);
        }
        if (world.desks.length > 0 && world.latest.happens(0.2)) {
            crash(world.desks[world.latest.below(world.desks.length)].machine());
        }
        if (chance.happens(weather.blackouts)) {
            blackOut();
        }
        world.timeline.after(chance.between(20, DEED_EVERY_MAX), () -> strike(until));
    }

    void crash(Machine machine) {
        if (!machine.isUp()) {
            return;
        }
        crashes++;
        world.tally.hit(Sometimes.MACHINE_CRASHED);
        world.note("crash", machine.index(), 0, () -> "m" + machine.index());
        machine.crash();
        world.machineCrashed(machine);
        world.timeline.after(chance.between(200, 3_000), () -> restart(machine));
    }

    void restartSoon(Machine machine) {
        world.timeline.after(world.others.between(200, 2_000), () -> restart(machine));
    }

    private void restart(Machine machine) {
        if (!machine.isUp()) {
            machine.restart();
            world.note("restart", machine.index(), 0, () -> "m" + machine.index());
            world.join(world.nodeOn(machine));
        }
    }

    private void pause(Machine machine, int millis) {
        if (!machine.isUp() || machine.isPaused()) {
            return;
        }
        world.tally.hit(Sometimes.MACHINE_PAUSED);
        world.note("pause", machine.index(), millis, () -> "m" + machine.index() + " for " + millis);
        machine.pause();
        long process = machine.generation();
        world.timeline.after(millis, () -> {
            if (machine.generation() == process && machine.isPaused()) {
                machine.resume();
            }
        });
        for (Seat seat : world.seats) {
            boolean isHere = seat.current() != null && seat.current().machine() == machine;
            if (isHere && chance.happens(0.5)) {
                world.timeline.after(chance.below(millis), () -> replace(seat));
            }
        }
    }

    /** The cluster takes the paused process for dead. */
    private void replace(Seat seat) {
        if (!isOver) {
            seat.begin();
        }
    }

    private void cut() {
        int machines = world.machines.length;
        int one = chance.below(machines);
        boolean isOneWay = chance.happens(0.4);
        boolean isOneLink = chance.happens(0.4);
        world.tally.hit(Sometimes.NETWORK_CUT);
        world.note("cut", one, 0, () -> "m" + one + (isOneWay ? " one way" : "") + (isOneLink ? " one link" : ""));
        int other = chance.below(machines + 1);
        for (int i = 0; i <= machines; i++) {
            if (i != one && (!isOneLink || i == other)) {
                world.network.cut(one, i);
                if (!isOneWay) {
                    world.network.cut(i, one);
                }
            }
        }
        world.timeline.after(chance.between(100, 5_000), world.network::mend);
    }

    private void shrink(NodeHost node) {
        if (node.isUp()) {
            Resources full = node.full().capacity();
            var half =
                    new Resources(chance.below(2) * full.cpuUnits() / 2, full.memoryBytes() / 2, 0, full.extraUnits());
            node.change(half);
            world.timeline.after(chance.between(100, 3_000), node::restoreIfUp);
        }
    }

    /** Somebody gives the node more, takes something away, or puts it elsewhere, and thinks better of it in the end. */
    private void alter(NodeHost node) {
        if (node.isUp()) {
            node.change(change(node));
            if (world.live.happens(0.3)) {
                world.timeline.after(world.live.between(100, 3_000), node::restoreIfUp);
            }
        }
    }

    private Change change(NodeHost node) {
        Change change = world.live.happens(0.5)
                ? Change.NONE.label(Graphs.ZONE, world.live.happens(0.5) ? "a" : "b")
                : Change.NONE;
        return switch (world.live.below(6)) {
            case 0 -> change.addCapacity(Resources.cpus(world.live.between(1, 3)));
            case 1 -> change.removeCapacity(Resources.cpus(1));
            case 2 -> change.addItems(Graphs.LICENCE, String.valueOf((char) ('A' + world.live.below(5))));
            case 3 -> change.removeItems(Graphs.LICENCE, anyOf(node.equipment().items()));
            case 4 -> change.addCapacity(Resources.NONE.gpus(world.live.between(1, 3) / 2.0));
            default -> change.removeCapacity(Resources.NONE.gpus(world.live.between(1, 2) / 2.0));
        };
    }

    private String anyOf(Map<String, List<String>> items) {
        List<String> names = items.getOrDefault(Graphs.LICENCE, List.of());
        return names.isEmpty() ? "none" : names.get(world.live.below(names.size()));
    }

    private void drain(NodeHost node) {
        if (!node.isUp()) {
            return;
        }
        if (world.others.happens(0.2)) {
            node.cordon(world.others.between(100, 2_000));
        } else {
            node.drain(world.others.below(1_000), world.others.between(1_000, 4_000));
        }
    }

    private void blackOut() {
        world.tally.hit(Sometimes.EVERYTHING_CRASHED);
        for (Machine machine : world.machines) {
            crash(machine);
        }
    }

    private void heal() {
        if (isOver) {
            return;
        }
        isOver = true;
        world.note("heal", 0, 0, () -> "faults are over");
        world.network.heal();
        for (Machine machine : world.machines) {
            if (machine.isPaused()) {
                machine.resume();
            }
            restart(machine);
        }
        for (NodeHost desk : world.desks) {
            restart(desk.machine());
        }
        for (NodeHost node : world.nodes) {
            node.startIfAway();
            node.restore();
        }
        for (Seat seat : world.seats) {
            seat.heal();
        }
        world.membership.heal();
        world.healed();
    }

    boolean isOver() {
        return isOver;
    }

    private Machine anyMachine() {
        return world.machines[chance.below(world.machines.length)];
    }

    private NodeHost anyNode() {
        return world.nodes[chance.below(world.nodes.length)];
    }

    private Seat anySeat() {
        return world.seats[chance.below(world.seats.length)];
    }
}
