package dev.sampo.dag;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Many short names in one byte array: a few bytes a task instead of a String each. */
final class Names {
    final byte[] text;
    final int[] ends;

    Names(byte[] text, int[] ends) {
        this.text = text;
        this.ends = ends;
    }

    static Names of(List<String> names) {
        byte[][] encoded = new byte[names.size()][];
        int[] ends = new int[names.size()];
        int length = 0;
        for (int i = 0; i < encoded.length; i++) {
            encoded[i] = names.get(i).getBytes(StandardCharsets.UTF_8);
            length += encoded[i].length;
            ends[i] = length;
        }
        byte[] text = new byte[length];
        for (int i = 0; i < encoded.length; i++) {
            System.arraycopy(encoded[i], 0, text, start(ends, i), encoded[i].length);
        }
        return new Names(text, ends);
    }

    String get(int index) {
        int start = start(ends, index);
        return new String(text, start, ends[index] - start, StandardCharsets.UTF_8);
    }

    int find(String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < ends.length; i++) {
            if (Arrays.equals(text, start(ends, i), ends[i], wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }

    private static int start(int[] ends, int index) {
        return index == 0 ? 0 : ends[index - 1];
    }
}
