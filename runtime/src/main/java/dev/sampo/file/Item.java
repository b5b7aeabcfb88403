package dev.sampo.file;

import java.util.List;
import java.util.Map;

/** What a file consists of, each with its place. */
sealed interface Item {
    Spot at();

    /** @param entries by name, in their order */
    record Fields(Spot at, Map<String, Entry> entries) implements Item {}

    /** @param name where it stands */
    record Entry(Spot name, Item value) {}

    record Items(Spot at, List<Item> items) implements Item {}

    record Text(Spot at, String text) implements Item {}

    /** @param text as it is written */
    record Amount(Spot at, String text, Number number) implements Item {}

    record Flag(Spot at, boolean value) implements Item {}

    record Nothing(Spot at) implements Item {}
}
