package dev.sampo.file;

import dev.sampo.resource.Selector;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;

/** Conditions on the labels of nodes: a text, a list of which one will do, {@code not: ..}, or {@code present: true}. */
final class Selectors {
    private static final String NOT = "not";
    private static final String PRESENT = "present";

    private Selectors() {}

    static Selector selector(Item item) {
        var conditions = new ArrayList<Selector.Condition>();
        Read.sorted(item).forEach((label, entry) -> conditions.add(condition(label, entry.value())));
        return new Selector(conditions);
    }

    private static Selector.Condition condition(String label, Item item) {
        if (!(item instanceof Item.Fields fields)) {
            return new Selector.OneOf(label, values(item));
        }
        Item.Entry not = fields.entries().get(NOT);
        Item.Entry present = fields.entries().get(PRESENT);
        if (fields.entries().size() == 1 && not != null) {
            return new Selector.NoneOf(label, values(not.value()));
        }
        if (fields.entries().size() == 1 && present != null && Read.flag(present.value())) {
            return new Selector.Present(label);
        }
        throw new Wrong(
                item.at(),
                "has a condition on \"" + Findings.shown(label)
                        + "\" that is none; write a text, a list of texts, {not: ..} or {present: true}");
    }

    private static Set<String> values(Item item) {
        return new TreeSet<>(item instanceof Item.Items ? Read.texts(item) : Set.of(Read.text(item)));
    }
}
