package dev.sampo.wire;

import dev.sampo.membership.Link;
import dev.sampo.membership.Links;
import dev.sampo.membership.NodeLoad;

/** The bytes of what is asked by who looks on: how much of a node is used, and what its tasks write and say of themselves. */
final class LookCodecs {
    private static final Link.State[] STATES = Link.State.values();

    private LookCodecs() {}

    static void addTo(Table table) {
        table.add(
                170,
                ToWorker.AskLoad.class,
                (out, ask) -> {
                    out.count(ask.linksMax());
                    out.actor(ask.replyTo());
                },
                in -> new ToWorker.AskLoad(in.count(), in.actor()));
        table.add(
                171,
                LoadTold.class,
                (out, told) -> {
                    load(out, told.load());
                    links(out, told.links());
                },
                in -> new LoadTold(load(in), links(in)));
        table.add(
                172,
                ToWorker.AskOutput.class,
                (out, ask) -> {
                    out.job(ask.job());
                    out.count(ask.task());
                    out.count(ask.attempt());
                    out.count(ask.stdout());
                    out.count(ask.stderr());
                    out.actor(ask.replyTo());
                },
                in -> new ToWorker.AskOutput(
                        in.job(), in.count(), in.count(), in.longCount(), in.longCount(), in.actor()));
        table.add(
                173,
                OutputTold.class,
                (out, told) -> {
                    out.count(told.attempt());
                    out.flag(told.isOver());
                    ClientCodecs.chunk(out, told.stdout());
                    ClientCodecs.chunk(out, told.stderr());
                },
                in -> new OutputTold(in.count(), in.flag(), ClientCodecs.chunk(in), ClientCodecs.chunk(in)));
        table.add(
                175,
                ToWorker.AskProgress.class,
                (out, ask) -> {
                    out.job(ask.job());
                    out.count(ask.task());
                    out.actor(ask.replyTo());
                },
                in -> new ToWorker.AskProgress(in.job(), in.count(), in.actor()));
        table.add(
                176,
                ProgressTold.class,
                (out, told) -> {
                    out.count(told.attempt());
                    out.count(told.millis());
                    out.text(told.words());
                },
                in -> new ProgressTold(in.count(), in.longCount(), in.text()));
    }

    private static void load(WireWriter out, NodeLoad load) {
        NodeCodecs.state(out, load.state());
        out.count(load.running());
        out.count(load.heap().used());
        out.count(load.heap().max());
        out.count(load.kept().values());
        out.count(load.kept().memory());
        out.count(load.kept().memoryMax());
        out.count(load.kept().files());
        out.count(load.fetching());
        out.list(load.fetches(), LookCodecs::fetch);
        out.list(load.limits(), (to, limit) -> {
            to.text(limit.name());
            to.count(limit.admitted());
            to.count(limit.waiting());
        });
        out.list(load.awaits(), LookCodecs::awaited);
    }

    private static NodeLoad load(WireReader in) {
        return new NodeLoad(
                NodeCodecs.state(in),
                in.count(),
                new NodeLoad.Heap(in.longCount(), in.longCount()),
                new NodeLoad.Kept(in.longCount(), in.longCount(), in.longCount(), in.longCount()),
                in.count(),
                in.list("fetches", 1, LookCodecs::fetch),
                in.list("limits", 1, each -> new NodeLoad.LimitLoad(each.text(), each.longCount(), each.longCount())),
                in.list("awaits", 1, LookCodecs::awaited));
    }

    private static void awaited(WireWriter out, NodeLoad.Awaited awaited) {
        out.job(awaited.job());
        out.text(awaited.what());
        out.count(awaited.tasks());
        out.count(awaited.millis());
    }

    private static NodeLoad.Awaited awaited(WireReader in) {
        return new NodeLoad.Awaited(in.job(), in.text(), in.count(), in.longCount());
    }

    private static void fetch(WireWriter out, NodeLoad.Fetch fetch) {
        out.job(fetch.job());
        out.count(fetch.task());
        out.node(fetch.from());
        out.count(fetch.bytes());
        out.count(fetch.millis());
    }

    private static NodeLoad.Fetch fetch(WireReader in) {
        return new NodeLoad.Fetch(in.job(), in.count(), in.node(), in.longCount(), in.longCount());
    }

    private static void links(WireWriter out, Links links) {
        out.count(links.all());
        out.count(links.reached());
        out.list(links.some(), (to, link) -> {
            to.text(link.to());
            to.constant(link.state());
            to.count(link.since());
        });
    }

    private static Links links(WireReader in) {
        return new Links(
                in.count(),
                in.count(),
                in.list("links", 1, each -> new Link(each.text(), each.constant(STATES), each.longCount())));
    }
}
