package dev.sampo.wire;

import dev.sampo.link.Orders;
import dev.sampo.link.Report;
import java.util.function.Consumer;
import java.util.function.Function;

/** What partitions and nodes say to each other as it is at the other end: for those who carry it without a network. */
public final class Envelopes {
    private static final int BYTES_MAX = 1 << 20;
    private static final ThreadLocal<WireWriter> WRITER = ThreadLocal.withInitial(WireWriter::new);

    private Envelopes() {}

    public static Orders carried(Orders orders) {
        return carried(orders, out -> LinkCodecs.orders(out, orders), LinkCodecs::orders);
    }

    public static Report carried(Report report) {
        return carried(report, out -> LinkCodecs.report(out, report), LinkCodecs::report);
    }

    private static <T> T carried(T envelope, Consumer<WireWriter> write, Function<WireReader, T> read) {
        WireWriter out = WRITER.get();
        out.begin(Refs.NONE, BYTES_MAX);
        out.within(envelope, BYTES_MAX, () -> write.accept(out));
        byte[] bytes = out.take();
        var in = new WireReader(bytes, bytes.length, BYTES_MAX, Refs.NONE);
        return in.whole(() -> read.apply(in));
    }
}
