package dev.sampo.bytes;

import com.esotericsoftware.kryo.io.Input;

/**
 * An input that believes no declared length. Every element, character or array slot costs at least one byte of the message,
 * so the lengths of one message may not add up to more than the message has: what a reader allocates is linear in what was sent.
 */
public final class BoundedInput extends Input {

    private final Limits limits;
    private long claimable;

    public BoundedInput(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void setBuffer(byte[] bytes, int offset, int count) {
        if (count > limits.bytesMax()) {
            throw new MalformedBytes.Oversize("a message", count, limits.bytesMax());
        }
        super.setBuffer(bytes, offset, count);
        claimable = count;
    }

    @Override
    protected int require(int required) {
        int remaining = limit - position;
        if (remaining < required) {
            throw new MalformedBytes.Truncated("the bytes end before the value does");
        }
        return remaining;
    }

    /** Reads a declared length and refuses it unless that many elements, of at least so many bytes each, can still follow. */
    public int length(String what, int elementBytesMin) {
        int declared = readVarInt(true);
        claim(what, declared, elementBytesMin);
        return declared;
    }

    private void claim(String what, int declared, int elementBytesMin) {
        long unsigned = Integer.toUnsignedLong(declared);
        if (unsigned > limits.lengthMax()) {
            throw new MalformedBytes.Oversize("the declared length of a " + what, unsigned, limits.lengthMax());
        }
        long bytes = unsigned * elementBytesMin;
        if (bytes > limit - position || bytes > claimable) {
            throw new MalformedBytes.Truncated("a " + what + " declares length " + unsigned + " but "
                    + Math.min(limit - position, claimable) + " bytes remain");
        }
        claimable -= bytes;
    }

    @Override
    public String readString() {
        checkString();
        return super.readString();
    }

    @Override
    public StringBuilder readStringBuilder() {
        checkString();
        return super.readStringBuilder();
    }

    /** Kryo marks a string that declares its length with the top bit; any other is ASCII and ends where its last byte says. */
    private void checkString() {
        int start = position;
        if (readVarIntFlag()) {
            int declared = readVarIntFlag(true);
            claim("string", Math.max(0, declared - 1), 1);
            if (declared < 0) {
                throw new MalformedBytes.Oversize("the declared length of a string", limits.lengthMax());
            }
        }
        position = start;
    }

    @Override
    public byte[] readBytes(int length) {
        claim("byte[]", length, Byte.BYTES);
        return super.readBytes(length);
    }

    @Override
    public boolean[] readBooleans(int length) {
        claim("boolean[]", length, Byte.BYTES);
        return super.readBooleans(length);
    }

    @Override
    public short[] readShorts(int length) {
        claim("short[]", length, Short.BYTES);
        return super.readShorts(length);
    }

    @Override
    public char[] readChars(int length) {
        claim("char[]", length, Character.BYTES);
        return super.readChars(length);
    }

    @Override
    public int[] readInts(int length) {
        claim("int[]", length, Integer.BYTES);
        return super.readInts(length);
    }

    @Override
    public int[] readInts(int length, boolean optimizePositive) {
        claim("int[]", length, Byte.BYTES);
        int[] ints = new int[length];
        for (int i = 0; i < length; i++) {
            ints[i] = readInt(optimizePositive);
        }
        return ints;
    }

    @Override
    public long[] readLongs(int length) {
        claim("long[]", length, Long.BYTES);
        return super.readLongs(length);
    }

    @Override
    public long[] readLongs(int length, boolean optimizePositive) {
        claim("long[]", length, Byte.BYTES);
        long[] longs = new long[length];
        for (int i = 0; i < length; i++) {
            longs[i] = readLong(optimizePositive);
        }
        return longs;
    }

    @Override
    public float[] readFloats(int length) {
        claim("float[]", length, Float.BYTES);
        return super.readFloats(length);
    }

    @Override
    public double[] readDoubles(int length) {
        claim("double[]", length, Double.BYTES);
        return super.readDoubles(length);
    }
}
