package dev.sampo.dag;

/** An encoded body or constant; {@code count} is the number of elements an each may map over, or {@link #NO_LIST}. */
record Payload(byte[] bytes, int count) {
    static final int NO_LIST = -1;
}
