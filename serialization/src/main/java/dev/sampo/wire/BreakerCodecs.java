package dev.sampo.wire;

import dev.sampo.job.BreakerName;
import dev.sampo.job.Fact;
import dev.sampo.planning.Answer;
import dev.sampo.planning.BreakerEntry;
import dev.sampo.resilience.Breaker;
import dev.sampo.resilience.Forced;
import java.util.Optional;

/** What is asked and said of breakers. */
final class BreakerCodecs {
    static final Forced.To[] TO = Forced.To.values();
    private static final Breaker.State[] STATES = Breaker.State.values();

    private BreakerCodecs() {}

    static void addTo(Table table) {
        table.add(
                121,
                Answer.Breakers.class,
                (out, breakers) -> {
                    out.list(breakers.entries(), BreakerCodecs::entry);
                    perhaps(out, breakers.next());
                },
                in -> new Answer.Breakers(in.list("breakers", 9, BreakerCodecs::entry), perhaps(in)));
        table.add(
                122,
                Answer.BreakerSet.class,
                (out, set) -> {
                    name(out, set.breaker());
                    out.constant(set.to());
                },
                in -> new Answer.BreakerSet(name(in), in.constant(TO)));
        table.add(
                123,
                Answer.BreakerNotSet.class,
                (out, refused) -> {
                    name(out, refused.breaker());
                    out.text(refused.why());
                },
                in -> new Answer.BreakerNotSet(name(in), in.text()));
        table.add(
                124,
                Fact.BreakerForced.class,
                (out, fact) -> {
                    name(out, fact.breaker());
                    forced(out, fact.forced());
                },
                in -> new Fact.BreakerForced(name(in), forced(in)));
    }

    static void name(WireWriter out, BreakerName name) {
        out.node(name.node());
        out.text(name.dag());
        out.text(name.kind());
    }

    static BreakerName name(WireReader in) {
        return new BreakerName(in.node(), in.text(), in.text());
    }

    static void perhaps(WireWriter out, Optional<BreakerName> name) {
        out.flag(name.isPresent());
        name.ifPresent(known -> name(out, known));
    }

    static Optional<BreakerName> perhaps(WireReader in) {
        return in.flag() ? Optional.of(name(in)) : Optional.empty();
    }

    private static void forced(WireWriter out, Forced forced) {
        out.constant(forced.to());
        out.text(forced.by());
        out.text(forced.why());
        out.time(forced.at());
    }

    private static Forced forced(WireReader in) {
        return new Forced(in.constant(TO), in.text(), in.text(), in.time());
    }

    private static void entry(WireWriter out, BreakerEntry entry) {
        name(out, entry.name());
        out.constant(entry.state());
        out.count(entry.calls());
        out.count(entry.failed());
        out.count(entry.slow());
        out.count(entry.openFor());
        out.count(entry.outvoted());
        out.flag(entry.forced().isPresent());
        entry.forced().ifPresent(forced -> forced(out, forced));
    }

    private static BreakerEntry entry(WireReader in) {
        return new BreakerEntry(
                name(in),
                in.constant(STATES),
                in.count(),
                in.count(),
                in.count(),
                in.count(),
                in.count(),
                in.flag() ? Optional.of(forced(in)) : Optional.empty());
    }
}
