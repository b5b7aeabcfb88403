package dev.sampo.body;

import dev.sampo.bytes.MalformedBytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * A list whose elements are encoded one by one, so that a scheduler can hand them out without decoding any.
 *
 * <pre>
 * FF | width w: 1 byte, 1 to 4 | count: 4 bytes | end of element 0: w bytes | .. | end of element count-1 | elements
 * </pre>
 *
 * Numbers are big-endian; an end is counted from the first byte of the first element. The first byte tells it from a plain value.
 */
public final class ListValue {

    static final int MARK = 0xFF;
    private static final int HEADER = 6;

    private ListValue() {}

    public static boolean isList(byte[] bytes) {
        return bytes.length > 0 && (bytes[0] & 0xFF) == MARK;
    }

    public static <T> byte[] of(Codec<? super T> codec, Collection<? extends T> elements) {
        var encoded = new ArrayList<byte[]>(elements.size());
        for (T element : elements) {
            try {
                encoded.add(Values.encode(codec, element));
            } catch (CannotTravel e) {
                e.inside("element " + encoded.size());
                throw e;
            }
        }
        return join(encoded);
    }

    /** A list of elements that are encoded already: results of tasks, gathered. */
    public static byte[] join(List<byte[]> elements) {
        long size = elements.stream().mapToLong(each -> each.length).sum();
        int width = size < 1 << 8 ? 1 : size < 1 << 16 ? 2 : size < 1 << 24 ? 3 : 4;
        long total = HEADER + (long) width * elements.size() + size;
        if (total > Integer.MAX_VALUE - 8) {
            throw new CannotTravel.TooLarge(new MalformedBytes.Oversize("a list", total, Integer.MAX_VALUE - 8));
        }
        byte[] bytes = new byte[(int) total];
        bytes[0] = (byte) MARK;
        bytes[1] = (byte) width;
        put(bytes, 2, 4, elements.size());
        int first = HEADER + width * elements.size();
        int end = 0;
        for (int i = 0; i < elements.size(); i++) {
            byte[] element = elements.get(i);
            System.arraycopy(element, 0, bytes, first + end, element.length);
            end += element.length;
            put(bytes, HEADER + i * width, width, end);
        }
        return bytes;
    }

    private static void put(byte[] bytes, int at, int width, int value) {
        for (int i = 0; i < width; i++) {
            bytes[at + i] = (byte) (value >>> 8 * (width - 1 - i));
        }
    }

    private static long get(byte[] bytes, int at, int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value = value << 8 | bytes[at + i] & 0xFF;
        }
        return value;
    }

    /** How many elements there are; checks that the table of their ends is all there. */
    public static int count(byte[] bytes) {
        if (!isList(bytes)) {
            throw new MalformedBytes.Corrupt("these bytes are not a list");
        }
        if (bytes.length < HEADER) {
            throw new MalformedBytes.Truncated("a list of " + bytes.length + " bytes has no header");
        }
        if (bytes[1] < 1 || bytes[1] > 4) {
            throw new MalformedBytes.Corrupt("a list whose offsets are " + bytes[1] + " bytes wide");
        }
        long count = get(bytes, 2, 4);
        if (count * bytes[1] > bytes.length - HEADER) {
            throw new MalformedBytes.Truncated(
                    "a list declares " + count + " elements but " + (bytes.length - HEADER) + " bytes remain");
        }
        return (int) count;
    }

    /** A copy of one element's bytes, a value of its own. */
    public static byte[] element(byte[] bytes, int index) {
        int count = count(bytes);
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("element " + index + " of a list of " + count);
        }
        return slice(bytes, count, index);
    }

    private static byte[] slice(byte[] bytes, int count, int index) {
        int width = bytes[1];
        int first = HEADER + count * width;
        long start = index == 0 ? 0 : get(bytes, HEADER + (index - 1) * width, width);
        long end = get(bytes, HEADER + index * width, width);
        if (start > end || end > bytes.length - first) {
            throw new MalformedBytes.Corrupt("element " + index + " of a list lies from " + start + " to " + end
                    + " of " + (bytes.length - first) + " bytes");
        }
        return Arrays.copyOfRange(bytes, first + (int) start, first + (int) end);
    }

    static List<Object> decode(Codec<?> codec, byte[] bytes, int depth) {
        Object[] elements = new Object[count(bytes)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = Values.decode(codec, slice(bytes, elements.length, i), depth + 1);
        }
        return Collections.unmodifiableList(Arrays.asList(elements));
    }
}
