package dev.sampo.bytes;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Gives unordered collections the same bytes in every JVM where that can be had: {@code Set.of} and {@code Map.of} iterate in an
 * order that changes with each start, and so do hash tables of enums, whose hash is an address. A job is recognised by its bytes.
 */
final class Orderly {

    private Orderly() {}

    static void asIs(Object[] elements) {
        // the order of the collection is part of its value
    }

    /** Sorts elements that are all of one enum or one comparable class of the JDK, and leaves any others as they are. */
    static void sort(Object[] elements) {
        if (isOfOneClass(elements, element -> element)) {
            Arrays.sort(elements);
        }
    }

    @SuppressWarnings("unchecked")
    static void sortEntries(Object[] entries) {
        if (isOfOneClass(entries, Orderly::key)) {
            Arrays.sort(entries, Comparator.comparing(entry -> (Comparable<Object>) key(entry)));
        }
    }

    /** As above, but only for enums: other hash tables iterate alike everywhere, and sorting them would cost. */
    static void sortEnums(Object[] elements) {
        if (elements.length > 1 && elements[0] instanceof Enum<?>) {
            sort(elements);
        }
    }

    static void sortEnumEntries(Object[] entries) {
        if (entries.length > 1 && key(entries[0]) instanceof Enum<?>) {
            sortEntries(entries);
        }
    }

    private static Object key(Object entry) {
        return ((Map.Entry<?, ?>) entry).getKey();
    }

    private static boolean isOfOneClass(Object[] elements, UnaryOperator<Object> part) {
        Class<?> first = null;
        for (Object element : elements) {
            Object each = part.apply(element);
            Class<?> type = each instanceof Enum<?> constant
                    ? constant.getDeclaringClass()
                    : each == null ? null : each.getClass();
            boolean isKnown = each instanceof Enum<?> || each instanceof Comparable && type.getClassLoader() == null;
            if (!isKnown || first != null && type != first) {
                return false;
            }
            first = type;
        }
        return elements.length > 1;
    }
}
