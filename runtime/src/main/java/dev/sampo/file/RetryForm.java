package dev.sampo.file;

import dev.sampo.resilience.Retry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** How often a task is tried again: a number, or fields. */
final class RetryForm {
    static final Set<String> FIELDS = Set.of(
            "times",
            "backoff",
            "first",
            "longest",
            "within",
            "jitter",
            "other_nodes",
            "on",
            "not_on",
            "on_timeout",
            "out_of_memory");
    static final Set<String> OUT_OF_MEMORY = Set.of("factor", "limit");

    private RetryForm() {}

    static Retry retry(String what, Item item, Findings findings) {
        if (item instanceof Item.Amount) {
            return Retry.exponential(Read.whole(item));
        }
        var form = new Form(what + ": \"retry\"", item, FIELDS, findings);
        int times = form.require("times", Read::whole, "say how often, such as \"times: 3\"")
                .orElse(0);
        Retry.Backoff backoff = form.read("backoff", RetryForm::backoff, Retry.Backoff.EXPONENTIAL);
        Retry retry = of(backoff, times);
        retry = form.read("jitter", Read::number).map(retry::withJitter).orElse(retry);
        retry = form.read("first", Read::duration).map(retry::startingAt).orElse(retry);
        retry = form.read("longest", Read::duration).map(retry::atMost).orElse(retry);
        retry = form.read("within", Read::duration).map(retry::within).orElse(retry);
        retry = form.read("other_nodes", Read::flag, false) ? retry.onOtherNodes() : retry;
        retry = form.read("on", RetryForm::classes).map(retry::onNamed).orElse(retry);
        retry = form.read("not_on", RetryForm::classes).map(retry::notOnNamed).orElse(retry);
        retry = form.read("on_timeout", Selectors::selector)
                .map(retry::onTimeout)
                .orElse(retry);
        Retry soFar = retry;
        return form.read("out_of_memory", raise -> outOfMemory(soFar, what, raise, findings), soFar);
    }

    private static Retry of(Retry.Backoff backoff, int times) {
        return switch (backoff) {
            case FIXED -> Retry.fixed(times);
            case LINEAR -> Retry.linear(times);
            case EXPONENTIAL -> Retry.exponential(times);
            case FIBONACCI -> Retry.fibonacci(times);
            case DECORRELATED -> Retry.decorrelated(times);
        };
    }

    /** One, or a list of them. */
    private static List<String> classes(Item item) {
        return item instanceof Item.Items ? Read.texts(item) : List.of(Read.text(item));
    }

    private static Retry.Backoff backoff(Item item) {
        String name = Read.text(item);
        return Arrays.stream(Retry.Backoff.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new Wrong(
                        item.at(),
                        "is \"" + Findings.shown(name) + "\"; there are "
                                + Arrays.stream(Retry.Backoff.values())
                                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))));
    }

    private static Retry outOfMemory(Retry retry, String what, Item item, Findings findings) {
        var form = new Form(what + ": \"out_of_memory\"", item, OUT_OF_MEMORY, findings);
        var factor = form.require("factor", Read::number, "say how many times the memory, such as \"factor: 2\"");
        var limit = form.require("limit", Read::text, "say what is the most, such as \"limit: 16GiB\"");
        return factor.isPresent() && limit.isPresent() ? retry.onOutOfMemory(factor.get(), limit.get()) : retry;
    }
}
