package dev.sampo.wire;

import dev.sampo.link.Availability;
import dev.sampo.membership.NodeState;
import dev.sampo.resource.Change;
import dev.sampo.resource.Equipment;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The bytes of what nodes have, and of how that is changed. */
final class NodeCodecs {
    private static final Availability[] AVAILABILITIES = Availability.values();

    private NodeCodecs() {}

    static void addTo(Table table) {
        table.add(
                25,
                ToWorker.TakeOn.class,
                (out, takeOn) -> {
                    out.constant(takeOn.availability());
                    out.count(takeOn.millis());
                    out.actor(takeOn.replyTo());
                },
                in -> new ToWorker.TakeOn(availability(in), in.longCount(), in.actor()));
        table.add(
                26,
                TakesOn.class,
                (out, takesOn) -> {
                    out.node(takesOn.node());
                    out.constant(takesOn.availability());
                    out.flag(takesOn.isDrained());
                    out.count(takesOn.held());
                },
                in -> new TakesOn(in.node(), availability(in), in.flag(), in.count()));
        table.add(
                27,
                ToWorker.Equip.class,
                (out, equip) -> {
                    out.text(equip.name());
                    change(out, equip.change());
                    out.actor(equip.replyTo());
                },
                in -> new ToWorker.Equip(in.text(), change(in), in.actor()));
        table.add(
                28,
                Equipped.class,
                (out, equipped) -> {
                    state(out, equipped.state());
                    out.text(equipped.refusal());
                },
                in -> new Equipped(state(in), in.text()));
    }

    static Availability availability(WireReader in) {
        return in.constant(AVAILABILITIES);
    }

    private static void change(WireWriter out, Change change) {
        out.list(change.amounts().entrySet(), (to, amount) -> {
            to.text(amount.getKey());
            to.count(amount.getValue());
        });
        ClientCodecs.resources(out, change.more());
        ClientCodecs.resources(out, change.less());
        items(out, change.moreItems());
        items(out, change.lessItems());
        labels(out, change.labels());
        out.list(change.unlabels(), WireWriter::text);
    }

    private static Change change(WireReader in) {
        return new Change(
                ClientCodecs.map(in, "amounts", WireReader::longCount),
                ClientCodecs.resources(in),
                ClientCodecs.resources(in),
                items(in),
                items(in),
                labels(in),
                new TreeSet<>(in.list("labels to take away", 1, WireReader::text)));
    }

    static void state(WireWriter out, NodeState state) {
        out.node(state.node());
        ClientCodecs.resources(out, state.equipment().capacity());
        items(out, state.items());
        labels(out, state.labels());
        ClientCodecs.resources(out, state.free());
        out.constant(state.availability());
        out.count(state.held());
    }

    static NodeState state(WireReader in) {
        return new NodeState(in.node(), equipment(in), ClientCodecs.resources(in), availability(in), in.count());
    }

    private static Equipment equipment(WireReader in) {
        var capacity = ClientCodecs.resources(in);
        var items = items(in);
        var labels = labels(in);
        try {
            return new Equipment(capacity, items, labels);
        } catch (IllegalArgumentException impossible) {
            throw WireReader.corrupt("no node has this: " + impossible.getMessage());
        }
    }

    static void labels(WireWriter out, Map<String, String> labels) {
        out.list(labels.entrySet(), (to, label) -> {
            to.text(label.getKey());
            to.text(label.getValue());
        });
    }

    static Map<String, String> labels(WireReader in) {
        return ClientCodecs.map(in, "labels", WireReader::text);
    }

    private static void items(WireWriter out, Map<String, List<String>> items) {
        out.list(items.entrySet(), (to, pool) -> {
            to.text(pool.getKey());
            to.list(pool.getValue(), WireWriter::text);
        });
    }

    private static Map<String, List<String>> items(WireReader in) {
        return ClientCodecs.map(in, "items", each -> each.list("names", 1, WireReader::text));
    }
}
