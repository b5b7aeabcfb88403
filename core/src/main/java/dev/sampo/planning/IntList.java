package dev.sampo.planning;

import java.util.Arrays;

/** Task numbers being gathered into an order. */
final class IntList {
    private int[] items = new int[16];
    private int size;

    void add(int item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int[] take() {
        int[] taken = Arrays.copyOf(items, size);
        size = 0;
        return taken;
    }
}
