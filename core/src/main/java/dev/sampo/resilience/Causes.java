package dev.sampo.resilience;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which exceptions a task is tried again after. Of the class that was thrown and those it extends, the nearest one that is
 * named decides; where none is named, it is tried again unless there are classes that it is to be tried again after only.
 *
 * <p>They are known by name: whoever asks has the exception, and nobody else need be able to load its class.
 */
public record Causes(Set<String> on, Set<String> notOn) {

    public static final Causes ANY = new Causes(Set.of(), Set.of());

    /** Named by itself: whoever throws it says that trying again makes sense. */
    private static final String ASKS = RetryAfter.class.getName();

    private static final int NAMES_MAX = 32;
    private static final int LETTERS_MAX = 500;

    public Causes {
        on = sorted(on);
        notOn = sorted(notOn);
        for (String name : on) {
            if (notOn.contains(name)) {
                throw new IllegalArgumentException(
                        "retry on " + name + " and not on " + name + " cannot both be; name it once");
            }
        }
    }

    private static Set<String> sorted(Set<String> names) {
        if (names.size() > NAMES_MAX) {
            throw new IllegalArgumentException("retry names " + names.size() + " exceptions, at most " + NAMES_MAX
                    + " are possible; name a class they extend");
        }
        for (String name : names) {
            if (name.isBlank() || name.length() > LETTERS_MAX) {
                throw new IllegalArgumentException(
                        "an exception's class name must have between 1 and " + LETTERS_MAX + " letters");
            }
        }
        return Collections.unmodifiableSet(new TreeSet<>(names));
    }

    Causes andOn(List<Class<? extends Throwable>> more) {
        return andOnNamed(names("on", more));
    }

    Causes andNotOn(List<Class<? extends Throwable>> more) {
        return andNotOnNamed(names("notOn", more));
    }

    Causes andOnNamed(List<String> more) {
        return new Causes(plus(on, "on", more), notOn);
    }

    Causes andNotOnNamed(List<String> more) {
        return new Causes(on, plus(notOn, "notOn", more));
    }

    private static List<String> names(String what, List<Class<? extends Throwable>> classes) {
        return classes.stream()
                .map(each -> Objects.requireNonNull(each, () -> "a class in " + what + "() is null")
                        .getName())
                .toList();
    }

    private static Set<String> plus(Set<String> names, String what, List<String> more) {
        if (more.isEmpty()) {
            throw new IllegalArgumentException(what + "() names no exception; leave it out to retry after any");
        }
        var all = new TreeSet<>(names);
        all.addAll(more);
        return all;
    }

    /** The names of the class and of those it extends, nearest first. */
    public static List<String> lineage(Class<?> thrown) {
        var names = new ArrayList<String>();
        for (Class<?> each = thrown; each != null && each != Object.class; each = each.getSuperclass()) {
            names.add(each.getName());
        }
        return names;
    }

    /** @param lineage as of {@link #lineage} */
    public boolean include(List<String> lineage) {
        for (String name : lineage) {
            if (notOn.contains(name)) {
                return false;
            }
            if (on.contains(name) || name.equals(ASKS)) {
                return true;
            }
        }
        return on.isEmpty();
    }

    @Override
    public String toString() {
        return (on.isEmpty() ? "any exception" : "on " + String.join(", ", on))
                + (notOn.isEmpty() ? "" : ", not on " + String.join(", ", notOn));
    }
}
