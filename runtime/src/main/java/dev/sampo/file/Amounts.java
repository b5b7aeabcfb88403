package dev.sampo.file;

import dev.sampo.resource.Demand;
import dev.sampo.resource.MemorySize;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.List;

/** What a task needs, as it is written: one set of amounts, or several, the best first. */
final class Amounts {
    private Amounts() {}

    static Demand demand(Item item) {
        List<Item> choices = item instanceof Item.Items many ? many.items() : List.of(item);
        if (choices.isEmpty()) {
            throw new Wrong(item.at(), "is an empty list; name amounts, or leave it out for one cpu");
        }
        var all = new ArrayList<Resources>();
        choices.forEach(choice -> all.add(resources(choice)));
        return new Demand(all.get(0), all.subList(1, all.size()), 0);
    }

    private static Resources resources(Item item) {
        Resources all = Resources.NONE;
        for (var entry : Read.fields(item).entrySet()) {
            Item amount = entry.getValue().value();
            try {
                all = with(all, entry.getKey(), amount);
            } catch (Wrong wrong) {
                throw new Wrong(
                        wrong.at(), "has \"" + Findings.shown(entry.getKey()) + "\", which " + wrong.getMessage());
            } catch (IllegalArgumentException wrong) {
                throw new Wrong(amount.at(), "is wrong: " + wrong.getMessage());
            }
        }
        return all;
    }

    private static Resources with(Resources others, String name, Item amount) {
        return switch (name) {
            case "cpus" -> others.withCpus(Read.number(amount));
            case "memory" ->
                others.memory(amount instanceof Item.Text size ? MemorySize.parse(size.text()) : bytes(amount));
            case "gpus" -> others.gpus(Read.number(amount));
            default -> others.and(name, Read.number(amount));
        };
    }

    private static long bytes(Item amount) {
        double bytes = Read.number(amount);
        if (bytes < 0 || bytes != Math.rint(bytes)) {
            throw new Wrong(amount.at(), "is no number of bytes; write it like 256MB or 1.5GiB");
        }
        return (long) bytes;
    }
}
