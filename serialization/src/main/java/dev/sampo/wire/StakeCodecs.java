package dev.sampo.wire;

import dev.sampo.planning.Answer;
import dev.sampo.planning.Stake;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/** What partitions tell each other of limits that they mind together. */
final class StakeCodecs {
    private StakeCodecs() {}

    static void addTo(Table table) {
        table.add(
                143,
                ToScheduler.Claim.class,
                (out, claim) -> {
                    stake(out, claim.stake());
                    out.actor(claim.replyTo());
                },
                in -> new ToScheduler.Claim(stake(in), in.actor()));
        table.add(
                144,
                ToScheduler.Recount.class,
                (out, recount) -> {
                    out.text(recount.key());
                    out.count(recount.ownerTerm());
                    out.flag(recount.isAtOnce());
                    out.actor(recount.replyTo());
                },
                in -> new ToScheduler.Recount(in.text(), in.longCount(), in.flag(), in.actor()));
        table.add(
                145,
                Answer.Allotted.class,
                (out, allotted) -> {
                    out.text(allotted.key());
                    out.count(allotted.term());
                    out.count(allotted.number());
                    out.count(allotted.ownerTerm());
                    out.list(new ArrayList<>(allotted.parts().entrySet()), (writer, part) -> {
                        writer.count(part.getKey());
                        writer.count(part.getValue());
                    });
                },
                in -> new Answer.Allotted(in.text(), in.longCount(), in.longCount(), in.longCount(), parts(in)));
        table.add(
                146,
                Answer.Recounted.class,
                (out, recounted) -> stake(out, recounted.stake()),
                in -> new Answer.Recounted(stake(in)));
    }

    private static Map<Integer, Integer> parts(WireReader in) {
        var parts = new TreeMap<Integer, Integer>();
        for (Map.Entry<Integer, Integer> part :
                in.list("parts of a limit", 2, reader -> Map.entry(reader.count(), reader.count()))) {
            parts.put(part.getKey(), part.getValue());
        }
        return parts;
    }

    private static void stake(WireWriter out, Stake stake) {
        out.text(stake.key());
        out.count(stake.partition());
        out.count(stake.term());
        out.count(stake.number());
        out.count(stake.ownerTerm());
        out.list(stake.parts(), (writer, part) -> {
            writer.count(part.max());
            writer.count(part.allowed());
            writer.count(part.held());
            writer.count(part.wants());
        });
    }

    private static Stake stake(WireReader in) {
        return new Stake(
                in.text(),
                in.count(),
                in.longCount(),
                in.longCount(),
                in.longCount(),
                in.list(
                        "parts of a stake",
                        4,
                        reader -> new Stake.Part(reader.count(), reader.count(), reader.count(), reader.count())));
    }
}
