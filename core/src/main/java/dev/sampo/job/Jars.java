package dev.sampo.job;

import dev.sampo.dag.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The jars of a partition's jobs: each is there once, whole, and for as long as a job that is known names it. */
public final class Jars {
    /** The largest jar there may be. */
    public static final int BYTES_MAX = 32 << 20;

    /** All jars of a partition are in the memory of its node, and in every checkpoint. */
    public static final long ALL_BYTES_MAX = 64L << 20;

    /** A journal takes no records of any size, so a jar is written in pieces. */
    private static final int PIECE_MAX = 1 << 20;

    private static final class Jar {
        private final byte[] bytes;
        private int here;

        private Jar(int total) {
            bytes = new byte[total];
        }

        private boolean isWhole() {
            return here == bytes.length;
        }
    }

    private final Map<Digest, Jar> jars = new LinkedHashMap<>();

    Jars() {}

    void add(Fact.JarPiece piece) {
        if (piece.offset() == 0) {
            jars.put(piece.jar(), new Jar(piece.total()));
        }
        Jar jar = jars.get(piece.jar());
        if (jar != null && jar.here == piece.offset() && jar.bytes.length == piece.total()) {
            System.arraycopy(piece.bytes(), 0, jar.bytes, piece.offset(), piece.bytes().length);
            jar.here += piece.bytes().length;
        }
    }

    /** What is left by crashes between the pieces of a jar and its job goes, too. */
    void keepOnly(Predicate<Digest> isNamed) {
        jars.keySet().removeIf(isNamed.negate());
    }

    /** The bytes of a jar, shared, so not to be written to; empty when it is not here, or not whole. */
    public Optional<byte[]> find(Digest jar) {
        return Optional.ofNullable(jars.get(jar)).filter(Jar::isWhole).map(found -> found.bytes);
    }

    /** Of all that are here. */
    public long bytes() {
        return jars.values().stream().mapToLong(jar -> jar.bytes.length).sum();
    }

    /** The facts that bring all that is here, whole or not. */
    List<Fact> facts() {
        var facts = new ArrayList<Fact>();
        jars.forEach((digest, jar) -> facts.addAll(pieces(digest, jar.bytes, jar.here)));
        return facts;
    }

    /** The facts that keep a jar. */
    public static List<Fact> pieces(Digest digest, byte[] jar) {
        return pieces(digest, jar, jar.length);
    }

    private static List<Fact> pieces(Digest digest, byte[] jar, int end) {
        var pieces = new ArrayList<Fact>();
        for (int from = 0; from < end; from += PIECE_MAX) {
            byte[] bytes = Arrays.copyOfRange(jar, from, Math.min(end, from + PIECE_MAX));
            pieces.add(new Fact.JarPiece(digest, jar.length, from, bytes));
        }
        return pieces;
    }
}
