package dev.sampo.file;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** One object of a file, its fields taken one by one: what is wrong with one is noted with its place, and it counts as missing. */
final class Form {
    private final String what;
    private final Item item;
    private final Map<String, Item.Entry> entries;
    private final Findings findings;

    /**
     * @param what the object, as the subject of a sentence
     * @param known fields that it may have
     */
    Form(String what, Item item, Set<String> known, Findings findings) {
        this.what = what;
        this.item = item;
        this.findings = findings;
        this.entries = item instanceof Item.Fields fields ? fields.entries() : Map.of();
        if (!(item instanceof Item.Fields)) {
            findings.add(item.at(), what + " is to be written as fields, such as \"name: hello\"");
        }
        entries.forEach((name, entry) -> {
            if (!known.contains(name)) {
                findings.add(
                        entry.name(),
                        what + " has a field \"" + Findings.shown(name) + "\", which is not known"
                                + instead(name, known));
            }
        });
    }

    private static String instead(String name, Set<String> known) {
        String hint = Nearest.hint(name, known.stream());
        return hint + (hint.isEmpty() ? "; known are " : " Known are ") + String.join(", ", new TreeSet<>(known));
    }

    Spot at() {
        return item.at();
    }

    boolean isReadable() {
        return item instanceof Item.Fields;
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    Spot at(String name) {
        return has(name) ? entries.get(name).value().at() : at();
    }

    /** @param reading throws Wrong with the place, or IllegalArgumentException, for what it cannot take */
    <T> Optional<T> read(String name, Function<Item, T> reading) {
        if (!has(name)) {
            return Optional.empty();
        }
        Item value = entries.get(name).value();
        try {
            return Optional.ofNullable(reading.apply(value));
        } catch (Wrong wrong) {
            findings.add(wrong.at(), told(name) + " " + wrong.getMessage());
        } catch (IllegalArgumentException wrong) {
            findings.add(value.at(), told(name) + ": " + wrong.getMessage());
        }
        return Optional.empty();
    }

    <T> T read(String name, Function<Item, T> reading, T otherwise) {
        return read(name, reading).orElse(otherwise);
    }

    /** Noted when it is missing. */
    <T> Optional<T> require(String name, Function<Item, T> reading, String remedy) {
        if (!has(name) && isReadable()) {
            note(at(), "has no \"" + name + "\"; " + remedy);
        }
        return read(name, reading);
    }

    /** The tasks that a field names, as far as it can be read; nothing is noted. */
    List<String> named(String field) {
        Item value = has(field) ? entries.get(field).value() : item;
        if (!(value instanceof Item.Items many)) {
            return Read.textIfAny(value).stream().toList();
        }
        return many.items().stream()
                .map(each ->
                        each instanceof Item.Fields fields && fields.entries().containsKey("task")
                                ? fields.entries().get("task").value()
                                : each)
                .flatMap(each -> Read.textIfAny(each).stream())
                .toList();
    }

    /** @param wrong the end of a sentence about this object */
    void note(Spot at, String wrong) {
        findings.add(at, what + " " + wrong);
    }

    private String told(String name) {
        return what + ": \"" + name + "\"";
    }

    Findings findings() {
        return findings;
    }
}
