package dev.sampo.dag;

import java.util.Arrays;

/**
 * An encoded body or constant.
 *
 * @param count how many elements an each may map over; {@link #NO_LIST} for bodies and other constants. Equal bytes with
 *     another count are another payload
 */
record Payload(byte[] bytes, int count) implements Comparable<Payload> {
    static final int NO_LIST = -1;

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload payload && count == payload.count && Arrays.equals(bytes, payload.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Lets a hash map stay fast although strangers can make hashes collide. */
    @Override
    public int compareTo(Payload other) {
        int byCount = Integer.compare(count, other.count);
        return byCount != 0 ? byCount : Arrays.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return "Payload[" + bytes.length + " bytes" + (count == NO_LIST ? "" : ", " + count + " elements") + "]";
    }
}
