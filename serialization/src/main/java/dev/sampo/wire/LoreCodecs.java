package dev.sampo.wire;

import dev.sampo.planning.Answer;
import dev.sampo.planning.Lore;

/** What partitions tell each other of what they have learned. */
final class LoreCodecs {
    private LoreCodecs() {}

    static void addTo(Table table) {
        table.add(
                190,
                ToScheduler.Learned.class,
                (out, learned) -> {
                    lore(out, learned.lore());
                    out.actor(learned.replyTo());
                },
                in -> new ToScheduler.Learned(lore(in), in.actor()));
        table.add(
                191,
                Answer.Heard.class,
                (out, heard) -> {
                    out.count(heard.partition());
                    out.count(heard.byTerm());
                    out.count(heard.term());
                    out.count(heard.number());
                },
                in -> new Answer.Heard(in.count(), in.longCount(), in.longCount(), in.longCount()));
    }

    private static void lore(WireWriter out, Lore lore) {
        out.count(lore.partition());
        out.count(lore.term());
        out.count(lore.number());
        out.list(lore.outvoted(), WireWriter::node);
        FactCodecs.experienced(out, lore.kinds());
    }

    private static Lore lore(WireReader in) {
        return new Lore(
                in.count(),
                in.longCount(),
                in.longCount(),
                in.list("outvoted nodes", 1, WireReader::node),
                FactCodecs.experienced(in));
    }
}
