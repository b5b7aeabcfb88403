package dev.sampo.wire;

import dev.sampo.membership.Presence;
import dev.sampo.membership.Standing;
import java.util.TreeSet;

/** The bytes of what nodes tell each other about the cluster they are in, or want to be in. */
final class PeerCodecs {
    private PeerCodecs() {}

    static void addTo(Table table) {
        table.add(22, ToPeer.Gather.class, PeerCodecs::gather, PeerCodecs::gather);
        table.add(
                23,
                ToPeer.Gone.class,
                (out, gone) -> {
                    out.text(gone.member());
                    out.rawLong(gone.uid());
                    out.text(gone.by());
                },
                in -> new ToPeer.Gone(in.text(), in.rawLong(), in.text()));
        table.add(24, ToPeer.Present.class, PeerCodecs::present, PeerCodecs::present);
    }

    private static void gather(WireWriter out, ToPeer.Gather gather) {
        Standing standing = gather.standing();
        out.text(standing.cluster());
        out.text(standing.address());
        out.flag(standing.voter());
        out.flag(standing.member());
        out.list(standing.voters(), WireWriter::text);
        out.text(standing.favours());
        out.count(standing.room());
        out.count(standing.partitions());
    }

    private static ToPeer.Gather gather(WireReader in) {
        return new ToPeer.Gather(new Standing(
                in.text(),
                in.text(),
                in.flag(),
                in.flag(),
                in.list("voters", 1, WireReader::text),
                in.text(),
                in.count(),
                in.count()));
    }

    private static void present(WireWriter out, ToPeer.Present present) {
        Presence presence = present.presence();
        out.node(presence.node());
        out.count(presence.incarnation());
        out.text(presence.address());
        ClientCodecs.resources(out, presence.capacity());
        NodeCodecs.labels(out, presence.labels());
        out.list(presence.roles(), WireWriter::text);
        out.constant(presence.availability());
    }

    private static ToPeer.Present present(WireReader in) {
        return new ToPeer.Present(new Presence(
                in.node(),
                in.longCount(),
                in.text(),
                ClientCodecs.resources(in),
                NodeCodecs.labels(in),
                new TreeSet<>(in.list("roles", 1, WireReader::text)),
                NodeCodecs.availability(in)));
    }
}
