package dev.sampo.job;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Why a job's tasks are where they are, in the very bytes that the journal has of it: some eight a placement. Each
 * placement is a difference to the one before, and what repeats, names and {@link Reason.Shape}s, is said once and then numbered:
 *
 * <pre>
 * 0 length text                                          a name, the next by number
 * 1 placer choice edge+1 roomy isOfMany n (against count)*n   a shape, the next by number
 * 2 term                                                 serials from here on are of that term, and start from 0
 * 3                                                      what came before was dropped
 * 4+shape at first serial [count serials] node [next [score best]]
 * </pre>
 *
 * When it has grown too large, the older half goes, and the rest is written anew. What cannot be read goes, too.
 */
public final class Reasons {
    static final int BYTES_MAX = 128 << 10;
    private static final int NAME = 0;
    private static final int SHAPE = 1;
    private static final int TERM = 2;
    private static final int DROPPED = 3;
    private static final int PLACED = 4;
    private static final byte[] NONE = {};
    /** Of a score two bytes are kept: one digit in a hundred. */
    private static final int SCORE_BITS = 16;

    private byte[] bytes = NONE;
    private int used;
    /** What was said so far; null while nobody has to go on from there. */
    private Said said;
    /** What a newer version wrote, say: what is said next begins anew, for those too who can read it. */
    private boolean isUnreadable;

    public static Reasons of(List<Reason> all) {
        var reasons = new Reasons();
        all.forEach(each -> reasons.add(reasons.encoded(each)));
        return reasons;
    }

    /** The bytes to be added for this one, by way of a {@link Fact.Placed}. */
    public byte[] encoded(Reason reason) {
        byte[] next = said().write(reason);
        if (!isUnreadable) {
            return next;
        }
        var anew = new byte[1 + next.length];
        anew[0] = DROPPED;
        System.arraycopy(next, 0, anew, 1, next.length);
        return anew;
    }

    void add(byte[] more) {
        if (more.length > 0 && more[0] == DROPPED) {
            used = 0;
            isUnreadable = false;
        }
        append(more);
        if (said != null && !said.canRead(more, more.length, reason -> {})) {
            said = null;
        }
        if (used > BYTES_MAX) {
            dropOlderHalf();
        }
    }

    /** Nothing more is expected: what only writing needs is let go. */
    void rest() {
        said = null;
        bytes = Arrays.copyOf(bytes, used);
    }

    /** What {@link #add} makes the same of. */
    public byte[] bytes() {
        return Arrays.copyOf(bytes, used);
    }

    /** Looks at all of them, for people who ask. */
    public Optional<Reason> latest(Predicate<Reason> wanted) {
        var found = new Reason[1];
        boolean canRead = new Said().canRead(bytes, used, reason -> found[0] = wanted.test(reason) ? reason : found[0]);
        return canRead ? Optional.ofNullable(found[0]) : Optional.empty();
    }

    boolean isEmpty() {
        return used == 0;
    }

    /** Whether older ones were dropped. */
    public boolean haveDropped() {
        return used > 0 && bytes[0] == DROPPED;
    }

    private Said said() {
        if (said == null) {
            said = new Said();
            isUnreadable = !said.canRead(bytes, used, reason -> {});
            said = isUnreadable ? new Said() : said;
        }
        return said;
    }

    private void append(byte[] more) {
        if (bytes.length - used < more.length) {
            bytes = Arrays.copyOf(bytes, used + more.length + (used >> 1));
        }
        System.arraycopy(more, 0, bytes, used, more.length);
        used += more.length;
    }

    private void dropOlderHalf() {
        var all = new ArrayList<Reason>();
        isUnreadable = !new Said().canRead(bytes, used, all::add);
        if (isUnreadable) {
            all.clear();
        }
        bytes = new byte[BYTES_MAX];
        bytes[0] = DROPPED;
        used = 1;
        said = new Said();
        all.subList(all.size() - all.size() / 2, all.size()).forEach(reason -> add(encoded(reason)));
    }

    /** What both who writes and who reads know after as many bytes. */
    private static final class Said {
        private final List<String> names = new ArrayList<>();
        private final Map<String, Integer> numbers = new HashMap<>();
        private final List<Reason.Shape> shapes = new ArrayList<>();
        private final Map<Reason.Shape, Integer> shapeNumbers = new HashMap<>();
        private long term;
        private long serial;
        private long at;
        private int first;

        /** Changes nothing: what is written counts when it is read. */
        byte[] write(Reason reason) {
            var out = new Out();
            var fresh = new ArrayList<String>();
            int placer = number(reason.placer(), fresh, out);
            int node = number(reason.node(), fresh, out);
            int next = reason.next().isEmpty() ? 0 : number(reason.next().get().node(), fresh, out);
            Reason.Shape shape = reason.shape();
            Integer known = shapeNumbers.get(shape);
            if (known == null) {
                write(shape, placer, out);
            }
            boolean isNewTerm = reason.fence().term() != term;
            if (isNewTerm) {
                out.number(TERM);
                out.number(reason.fence().term());
            }
            out.number(PLACED + (known == null ? shapes.size() : known));
            out.signed(reason.at() - at);
            out.signed(reason.first() - first);
            out.signed(reason.fence().serial() - (isNewTerm ? 0 : serial));
            if (shape.isOfMany()) {
                out.number(reason.count());
                out.number(reason.moreSerials());
            }
            out.number(node);
            if (reason.next().isPresent()) {
                write(reason.next().get(), next, out);
            }
            return out.bytes();
        }

        private int number(String name, List<String> fresh, Out out) {
            Integer known = numbers.get(name);
            if (known != null) {
                return known;
            }
            if (!fresh.contains(name)) {
                fresh.add(name);
                out.number(NAME);
                out.text(name);
            }
            return names.size() + fresh.indexOf(name);
        }

        private static void write(Reason.Shape shape, int placer, Out out) {
            out.number(SHAPE);
            out.number(placer);
            out.number(shape.choice());
            out.number(shape.lostBy().map(edge -> edge.ordinal() + 1).orElse(0));
            out.number(shape.roomy());
            out.number(shape.isOfMany() ? 1 : 0);
            out.number(shape.refused().size());
            new TreeMap<>(shape.refused()).forEach((against, count) -> {
                out.number(against.ordinal());
                out.number(count);
            });
        }

        private static void write(Reason.Next next, int node, Out out) {
            out.number(node);
            if (next.lostBy() == Reason.Edge.SCORE) {
                out.score(next.score());
                out.score(next.best());
            }
        }

        /** Nothing is decided by reasons, so nobody stops for some that say nothing to this version. */
        boolean canRead(byte[] bytes, int end, Consumer<Reason> reasons) {
            try {
                read(bytes, end, reasons);
                return true;
            } catch (RuntimeException unreadable) {
                return false;
            }
        }

        private void clear() {
            names.clear();
            numbers.clear();
            shapes.clear();
            shapeNumbers.clear();
            term = 0;
            serial = 0;
            at = 0;
            first = 0;
        }

        private void read(byte[] bytes, int end, Consumer<Reason> reasons) {
            var in = new In(bytes);
            while (in.at < end) {
                int code = in.number();
                if (code == NAME) {
                    String name = in.text();
                    numbers.put(name, names.size());
                    names.add(name);
                } else if (code == SHAPE) {
                    Reason.Shape shape = shape(in);
                    shapeNumbers.put(shape, shapes.size());
                    shapes.add(shape);
                } else if (code == TERM) {
                    term = in.longNumber();
                    serial = 0;
                } else if (code == DROPPED) {
                    clear();
                } else {
                    reasons.accept(reason(in, shapes.get(code - PLACED)));
                }
            }
        }

        private Reason.Shape shape(In in) {
            String placer = names.get(in.number());
            int choice = in.number();
            int edge = in.number();
            Optional<Reason.Edge> lostBy = edge == 0 ? Optional.empty() : Optional.of(Reason.Edge.values()[edge - 1]);
            int roomy = in.number();
            boolean isOfMany = in.number() == 1;
            var refused = new EnumMap<Reason.Against, Integer>(Reason.Against.class);
            for (int left = in.number(); left > 0; left--) {
                refused.put(Reason.Against.values()[in.number()], in.number());
            }
            return new Reason.Shape(placer, choice, lostBy, roomy, Map.copyOf(refused), isOfMany);
        }

        private Reason reason(In in, Reason.Shape shape) {
            at += in.signed();
            first += (int) in.signed();
            serial += in.signed();
            int count = shape.isOfMany() ? in.number() : 1;
            int moreSerials = shape.isOfMany() ? in.number() : 0;
            String node = names.get(in.number());
            Reason.Next next = shape.lostBy().map(edge -> next(in, edge)).orElse(null);
            return Reason.of(shape, at, new Fence(term, serial), moreSerials, first, count, node, next);
        }

        private Reason.Next next(In in, Reason.Edge lostBy) {
            String node = names.get(in.number());
            boolean isScored = lostBy == Reason.Edge.SCORE;
            return new Reason.Next(node, lostBy, isScored ? in.score() : 0, isScored ? in.score() : 0);
        }
    }

    private static final class Out {
        private byte[] bytes = new byte[32];
        private int used;

        void number(long value) {
            long rest = value;
            for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
                raw((int) rest | 0x80);
            }
            raw((int) rest);
        }

        void signed(long value) {
            number(value << 1 ^ value >> 63);
        }

        void text(String text) {
            byte[] utf = text.getBytes(StandardCharsets.UTF_8);
            number(utf.length);
            for (byte each : utf) {
                raw(each);
            }
        }

        void score(float score) {
            int bits = Float.floatToIntBits(score) >>> SCORE_BITS;
            raw(bits >>> 8);
            raw(bits);
        }

        private void raw(int value) {
            if (used == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * used);
            }
            bytes[used++] = (byte) value;
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes, used);
        }
    }

    private static final class In {
        private final byte[] bytes;
        private int at;

        In(byte[] bytes) {
            this.bytes = bytes;
        }

        int number() {
            return (int) longNumber();
        }

        long longNumber() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                int next = bytes[at++];
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        long signed() {
            long folded = longNumber();
            return folded >>> 1 ^ -(folded & 1);
        }

        String text() {
            int length = number();
            at += length;
            return new String(bytes, at - length, length, StandardCharsets.UTF_8);
        }

        float score() {
            int bits = (bytes[at++] & 0xff) << 8;
            bits |= bytes[at++] & 0xff;
            return Float.intBitsToFloat(bits << SCORE_BITS);
        }
    }
}
