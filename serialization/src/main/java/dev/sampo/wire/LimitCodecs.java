package dev.sampo.wire;

/** The bytes of what nodes and owners of limits say to each other. */
final class LimitCodecs {
    private LimitCodecs() {}

    static void addTo(Table table) {
        table.add(
                100,
                ToLimiter.Ask.class,
                (out, ask) -> {
                    out.text(ask.limit());
                    out.text(ask.declared());
                    out.text(ask.key());
                    out.count(ask.least());
                    out.count(ask.most());
                    out.count(ask.number());
                    out.actor(ask.replyTo());
                },
                in -> new ToLimiter.Ask(
                        in.text(), in.text(), in.text(), in.longCount(), in.longCount(), in.longCount(), in.actor()));
        table.add(
                101,
                FromLimiter.Given.class,
                (out, given) -> {
                    out.text(given.limit());
                    out.count(given.number());
                    out.count(given.permits());
                    out.count(given.nanos());
                },
                in -> new FromLimiter.Given(in.text(), in.longCount(), in.longCount(), in.longCount()));
        table.add(
                102,
                FromLimiter.Later.class,
                (out, later) -> {
                    out.text(later.limit());
                    out.count(later.number());
                    out.count(later.nanos());
                },
                in -> new FromLimiter.Later(in.text(), in.longCount(), in.longCount()));
        table.add(
                103,
                FromLimiter.Refused.class,
                (out, refused) -> {
                    out.text(refused.limit());
                    out.count(refused.number());
                    out.text(refused.why());
                },
                in -> new FromLimiter.Refused(in.text(), in.longCount(), in.text()));
    }
}
