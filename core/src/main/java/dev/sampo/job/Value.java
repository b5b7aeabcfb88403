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

    /** How many bytes travel with it, be they itself or what is said of it. */
    int carried();

    /** Without what is said of it: for who needs the value itself. */
    default Value bare() {
        return this;
    }

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
        public int carried() {
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

    /**
     * @param crc CRC32C of the bytes, checked by whoever fetches them
     * @param brief what the body said of it in short, for when the bytes are gone; mostly nothing
     */
    record Stored(NodeId node, long size, int crc, int count, byte[] brief) implements Value {
        /** Less than a value that travels itself may have. */
        public static final int BRIEF_MAX = 9 << 10;

        private static final byte[] NOTHING = {};

        public Stored {
            if (brief.length > BRIEF_MAX) {
                throw new IllegalArgumentException(
                        brief.length + " bytes said of a value; at most " + BRIEF_MAX + " are kept");
            }
        }

        public Stored(NodeId node, long size, int crc, int count) {
            this(node, size, crc, count, NOTHING);
        }

        public Stored keptBy(NodeId other) {
            return new Stored(other, size, crc, count, brief);
        }

        public Stored saying(byte[] inShort) {
            return new Stored(node, size, crc, count, inShort);
        }

        @Override
        public int carried() {
            return brief.length;
        }

        @Override
        public Stored bare() {
            return brief.length == 0 ? this : saying(NOTHING);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Stored value
                    && node.equals(value.node)
                    && size == value.size
                    && crc == value.crc
                    && count == value.count
                    && Arrays.equals(brief, value.brief);
        }

        @Override
        public int hashCode() {
            return 31 * node.hashCode() + crc;
        }

        @Override
        public String toString() {
            return "Stored[node=" + node + ", size=" + size + ", crc=" + crc + ", count=" + count
                    + (brief.length == 0 ? "" : ", and " + brief.length + " bytes of it in short") + "]";
        }
    }
}
