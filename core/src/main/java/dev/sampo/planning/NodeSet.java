package dev.sampo.planning;

import java.util.Arrays;

/**
 * Indices of nodes. A bit for each, as in a {@link java.util.BitSet}, and one for each word that has any: of ten thousand nodes
 * the next one, the last one and how many there are are found without a look at words that are empty.
 */
final class NodeSet {
    /** As {@link java.util.BitSet#nextSetBit} has it. */
    static final int NONE = -1;

    private static final int SHIFT = 6;

    private long[] words = {};
    private long[] filled = {};
    private int size;

    void add(int node) {
        add(node >> SHIFT, 1L << node);
    }

    void addAll(NodeSet others) {
        for (int word = others.nextFilled(0); word != NONE; word = others.nextFilled(word + 1)) {
            add(word, others.words[word]);
        }
    }

    private void add(int word, long bits) {
        if (word >= words.length) {
            words = Arrays.copyOf(words, Math.max(word + 1, 2 * words.length));
            filled = Arrays.copyOf(filled, (words.length >> SHIFT) + 1);
        }
        size += Long.bitCount(bits & ~words[word]);
        words[word] |= bits;
        filled[word >> SHIFT] |= 1L << word;
    }

    void remove(int node) {
        if (contains(node)) {
            int word = node >> SHIFT;
            size--;
            words[word] &= ~(1L << node);
            if (words[word] == 0) {
                filled[word >> SHIFT] &= ~(1L << word);
            }
        }
    }

    boolean contains(int node) {
        int word = node >> SHIFT;
        return word < words.length && (words[word] & 1L << node) != 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** The first that is not below {@code from}, or {@link #NONE}. */
    int next(int from) {
        int word = from >> SHIFT;
        if (word >= words.length) {
            return NONE;
        }
        long rest = words[word] & -1L << from;
        if (rest == 0) {
            word = nextFilled(word + 1);
            if (word == NONE) {
                return NONE;
            }
            rest = words[word];
        }
        return (word << SHIFT) + Long.numberOfTrailingZeros(rest);
    }

    private int nextFilled(int from) {
        int at = from >> SHIFT;
        if (at >= filled.length) {
            return NONE;
        }
        long rest = filled[at] & -1L << from;
        while (rest == 0) {
            if (++at == filled.length) {
                return NONE;
            }
            rest = filled[at];
        }
        return (at << SHIFT) + Long.numberOfTrailingZeros(rest);
    }

    /** One more than the last, 0 when there is none. */
    int end() {
        for (int at = filled.length - 1; at >= 0; at--) {
            if (filled[at] != 0) {
                int word = (at << SHIFT) + Long.SIZE - 1 - Long.numberOfLeadingZeros(filled[at]);
                return (word << SHIFT) + Long.SIZE - Long.numberOfLeadingZeros(words[word]);
            }
        }
        return 0;
    }
}
