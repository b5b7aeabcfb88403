package dev.sampo.dag;

import dev.sampo.dag.Placing.Among;
import dev.sampo.dag.Placing.Limit;

/** The bytes of where a task may run seen from others: a zero for the many that do not mind. */
final class PlacingFormat {
    private PlacingFormat() {}

    static void write(Placing placing, ByteWriter out) {
        out.put(placing.isNone() ? 0 : 1);
        if (placing.isNone()) {
            return;
        }
        write(placing.spread(), out);
        write(placing.apart(), out);
        out.text(placing.near());
        out.text(placing.together());
        write(placing.perNode(), out);
        write(placing.atMost(), out);
        out.text(placing.gang());
    }

    static Placing read(ByteReader in) {
        if (in.number("a flag", 1) == 0) {
            return Placing.NONE;
        }
        var placing = new Placing(
                readAmong(in),
                readAmong(in),
                in.text("a task"),
                in.text("a group"),
                readLimit(in),
                readLimit(in),
                in.text("a gang"));
        if (placing.isNone()) {
            throw new MalformedBlueprint("a placing that says nothing");
        }
        return placing;
    }

    private static void write(Among among, ByteWriter out) {
        out.text(among.label());
        out.text(among.group());
    }

    private static Among readAmong(ByteReader in) {
        return new Among(in.text("a label"), in.text("a group"));
    }

    private static void write(Limit limit, ByteWriter out) {
        out.text(limit.key());
        out.number(limit.max());
    }

    private static Limit readLimit(ByteReader in) {
        return new Limit(in.text("the key of a limit"), in.number("a limit", Integer.MAX_VALUE));
    }
}
