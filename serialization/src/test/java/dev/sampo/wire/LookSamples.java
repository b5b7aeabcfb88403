package dev.sampo.wire;

import static dev.sampo.wire.Samples.JOB;
import static dev.sampo.wire.Samples.NODE;
import static dev.sampo.wire.Samples.PEER;
import static dev.sampo.wire.Samples.of;

import dev.sampo.link.Availability;
import dev.sampo.membership.Link;
import dev.sampo.membership.Links;
import dev.sampo.membership.NodeLoad;
import dev.sampo.membership.NodeState;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Examples of what is asked by who looks on. */
final class LookSamples {
    private LookSamples() {}

    static List<Samples.Sample> all() {
        var idle = new NodeState(NODE, Equipment.of(Resources.NONE), Resources.NONE, Availability.ACTIVE, 0);
        var load = new NodeLoad(
                idle,
                3,
                new NodeLoad.Heap(1L << 30, 1L << 40),
                new NodeLoad.Kept(7, 1_024, 4_096, 1L << 50),
                1,
                List.of(new NodeLoad.Fetch(JOB, 41, PEER, 1 << 20, 300)),
                List.of(new NodeLoad.LimitLoad("mail", 12, 2)),
                List.of(new NodeLoad.Awaited(JOB, "a worker of the queue images", 3, 1L << 33)));
        var empty = new NodeLoad(
                idle, 0, new NodeLoad.Heap(0, 0), new NodeLoad.Kept(0, 0, 0, 0), 0, List.of(), List.of(), List.of());
        var links = new Links(
                1_000,
                998,
                List.of(new Link("b:2", Link.State.REFUSED, Samples.AT), new Link("a:1", Link.State.REACHED, 0)));
        var said = new Chunk(70_000, 70_007, "content".getBytes(StandardCharsets.UTF_8));
        return List.of(
                of(new ToWorker.AskLoad(20, Actors.ONLOOKER)),
                of(new LoadTold(load, links)),
                of("bare", new LoadTold(empty, Links.NONE)),
                of(new ToWorker.AskOutput(JOB, 41, 2, 70_000, 1L << 40, Actors.LISTENER)),
                of(new OutputTold(2, false, said, new Chunk(0, 1L << 40, new byte[0]))),
                of("nothing", OutputTold.NOTHING),
                of(new ToWorker.AskProgress(JOB, 41, Actors.ASKER)),
                of(new ProgressTold(2, 1L << 33, "says that it is 42 % done: reading")),
                of("nothing", ProgressTold.NOTHING));
    }
}
