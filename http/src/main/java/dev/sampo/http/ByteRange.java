package dev.sampo.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of some bytes are sent, as RFC 9110 has it: one stretch of them, or all.
 *
 * @param end the first that is not
 * @param size how many there are
 */
record ByteRange(long from, long end, long size) {
    private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    static ByteRange whole(long size) {
        return new ByteRange(0, size, size);
    }

    /**
     * What is no single range is as if it were not there, and so is one of a value that has changed since.
     *
     * @param tag of the value as it is now
     * @param unless the tag of the value that a part is wanted of; empty for any
     * @throws Problem.Refusal when no byte is in it
     */
    static ByteRange of(Optional<String> header, long size, String tag, Optional<String> unless) {
        Matcher said = ONE.matcher(header.orElse(""));
        if (!said.matches() || unless.isPresent() && !unless.get().equals(tag)) {
            return whole(size);
        }
        String first = said.group(1);
        String last = said.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? whole(size) : requireSome(size - Math.min(size, Long.parseLong(last)), size, size);
        }
        long from = Long.parseLong(first);
        long end = last.isEmpty() ? size : Math.min(size, Long.parseLong(last) + 1);
        return !last.isEmpty() && Long.parseLong(last) < from ? whole(size) : requireSome(from, end, size);
    }

    private static ByteRange requireSome(long from, long end, long size) {
        if (from >= end) {
            throw Problem.of(416, "NO_SUCH_RANGE", "the value has " + size + " bytes, none of them in that range")
                    .of(size)
                    .refusal();
        }
        return new ByteRange(from, end, size);
    }

    boolean isWhole() {
        return from == 0 && end == size;
    }

    long length() {
        return end - from;
    }

    /** As Content-Range has it. */
    @Override
    public String toString() {
        return "bytes " + from + "-" + (end - 1) + "/" + size;
    }
}
