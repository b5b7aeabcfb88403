package dev.sampo.file;

import dev.sampo.dag.TaskName;
import dev.sampo.resource.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Items as what they mean. */
final class Read {
    private Read() {}

    /** What is written without quotes may look like a number or a truth, and is a text all the same. */
    static String text(Item item) {
        if (item instanceof Item.Text text) {
            if (text.text().indexOf(0) >= 0) {
                throw new Wrong(item.at(), "has a character of value 0 in it; leave it out");
            }
            return text.text();
        } else if (item instanceof Item.Amount amount) {
            return amount.text();
        } else if (item instanceof Item.Flag flag) {
            return Boolean.toString(flag.value());
        }
        throw new Wrong(item.at(), "is not a text");
    }

    /** As far as it can be read. */
    static Optional<String> textIfAny(Item item) {
        try {
            return Optional.of(text(item));
        } catch (Wrong none) {
            return Optional.empty();
        }
    }

    static String name(Item item) {
        String name = text(item);
        if (!TaskName.isValid(name)) {
            throw new IllegalArgumentException(TaskName.complaint(name));
        }
        return name;
    }

    static int whole(Item item) {
        if (item instanceof Item.Amount amount
                && (amount.number() instanceof Integer || amount.number() instanceof Long)
                && amount.number().longValue() == amount.number().intValue()) {
            return amount.number().intValue();
        }
        throw new Wrong(item.at(), "is no whole number");
    }

    static double number(Item item) {
        if (item instanceof Item.Amount amount
                && Double.isFinite(amount.number().doubleValue())) {
            return amount.number().doubleValue();
        }
        throw new Wrong(item.at(), "is no number");
    }

    static boolean flag(Item item) {
        if (item instanceof Item.Flag flag) {
            return flag.value();
        }
        throw new Wrong(item.at(), "is neither true nor false");
    }

    static Duration duration(Item item) {
        return TimeSpan.parse(text(item))
                .orElseThrow(() ->
                        new Wrong(item.at(), "is no duration; write a number and ms, s, m or h, such as 500ms or 30s"));
    }

    static Instant instant(Item item) {
        try {
            return OffsetDateTime.parse(text(item)).toInstant();
        } catch (DateTimeParseException wrong) {
            throw new Wrong(item.at(), "is no time; write it as \"2031-12-24T18:00:00Z\"");
        }
    }

    static List<Item> items(Item item) {
        if (item instanceof Item.Items many) {
            return many.items();
        }
        throw new Wrong(item.at(), "is no list");
    }

    static List<String> texts(Item item) {
        return items(item).stream().map(Read::text).toList();
    }

    static Map<String, Item.Entry> fields(Item item) {
        if (item instanceof Item.Fields fields) {
            return fields.entries();
        }
        throw new Wrong(item.at(), "has no fields");
    }

    /** By name, where their order in the file means nothing: the same in another order is the same job. */
    static Map<String, Item.Entry> sorted(Item item) {
        return new TreeMap<>(fields(item));
    }

    /** As plain values of the JDK's. */
    static Object value(Item item) {
        if (item instanceof Item.Fields) {
            var map = new LinkedHashMap<String, Object>();
            sorted(item).forEach((name, entry) -> map.put(name, value(entry.value())));
            return map;
        } else if (item instanceof Item.Items many) {
            var list = new ArrayList<Object>();
            many.items().forEach(each -> list.add(value(each)));
            return list;
        } else if (item instanceof Item.Amount amount) {
            return amount.number() instanceof Double ? number(item) : amount.number();
        } else if (item instanceof Item.Flag flag) {
            return flag.value();
        }
        return item instanceof Item.Text text ? text.text() : null;
    }
}
