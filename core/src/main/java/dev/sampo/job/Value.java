package dev.sampo.job;

import java.util.Arrays;

/**
 * A result as it is passed around. Small ones are the bytes themselves; large ones stay on the node that made them and
 * only their whereabouts travel. Schedulers never look inside.
 */
public sealed interface Value {

    /** Elements when the bytes are a list that tasks may be mapped over; {@link #NO_LIST} otherwise. */
    int count();

    long size();

    int NO_LIST = -1;

    /** In place of a value that will never come, for who can do without. */
    Inline ABSENT = new Inline(new byte[0], -2);

    default boolean isAbsent() {
        return count() == ABSENT.count();
    }

    record Inline(byte[] bytes, int count) implements Value {
        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Inline value && count == value.count && Arrays.equals(bytes, value.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(bytes) + count;
        }

        @Override
        public String toString() {
            return "Inline[" + bytes.length + " bytes" + (count < 0 ? "" : ", " + count + " elements") + "]";
        }
    }

    /** @param crc CRC32C of the bytes, checked by whoever fetches them */
    record Stored(NodeId node, long size, int crc, int count) implements Value {
        public Stored keptBy(NodeId other) {
            return new Stored(other, size, crc, count);
        }
    }
}
