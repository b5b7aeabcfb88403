package dev.sampo.body;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The bodies a node knows by name, for jobs that come from a file or over HTTP; immutable, and the same on every node. */
public final class Catalogue {

    private static final Catalogue EMPTY = new Catalogue(Map.of(), Map.of());
    private static final int NEAR_MAX = 3;

    private final Map<String, Object> bodies;
    private final Map<String, Function<String, ?>> families;

    private Catalogue(Map<String, Object> bodies, Map<String, Function<String, ?>> families) {
        this.bodies = bodies;
        this.families = families;
    }

    public static Catalogue empty() {
        return EMPTY;
    }

    public Catalogue with(String name, Object body) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a body in the catalogue needs a name");
        }
        if (bodies.containsKey(name)) {
            throw new IllegalArgumentException("the catalogue already has a body named \"" + name + "\"");
        }
        var more = new TreeMap<>(bodies);
        more.put(name, body);
        return new Catalogue(more, families);
    }

    /** Makes a body of the rest of any name that begins like this and is not there as a whole. */
    public Catalogue withFamily(String prefix, Function<String, ?> bodyOfRest) {
        if (families.keySet().stream().anyMatch(other -> other.startsWith(prefix) || prefix.startsWith(other))) {
            throw new IllegalArgumentException(
                    "the catalogue already has bodies whose names begin like \"" + prefix + "\"");
        }
        var more = new TreeMap<String, Function<String, ?>>(families);
        more.put(prefix, bodyOfRest);
        return new Catalogue(bodies, more);
    }

    /** All of both; of a name that both have, this one's. */
    public Catalogue over(Catalogue other) {
        var all = new TreeMap<>(other.bodies);
        all.putAll(bodies);
        var allFamilies = new TreeMap<String, Function<String, ?>>(other.families);
        allFamilies.keySet().removeIf(prefix -> families.keySet().stream()
                .anyMatch(own -> own.startsWith(prefix) || prefix.startsWith(own)));
        allFamilies.putAll(families);
        return new Catalogue(all, allFamilies);
    }

    public List<String> names() {
        return List.copyOf(new TreeMap<>(bodies).keySet());
    }

    /** The body of that name, or an error that lists the names it may be a misspelling of. */
    public Object body(String name) {
        Object body = bodies.get(name);
        if (body == null) {
            for (var family : families.entrySet()) {
                if (name.startsWith(family.getKey())) {
                    return family.getValue()
                            .apply(name.substring(family.getKey().length()));
                }
            }
            throw new CannotTravel.UnknownBody(name, near(name));
        }
        return body;
    }

    private List<String> near(String name) {
        if (name.length() > 200) {
            return List.of();
        }
        int farthest = Math.max(2, name.length() / 3);
        return bodies.keySet().stream()
                .filter(each -> distance(name, each) <= farthest)
                .sorted(Comparator.comparingInt((String each) -> distance(name, each))
                        .thenComparing(each -> each))
                .limit(NEAR_MAX)
                .toList();
    }

    /** How many letters must be added, dropped or changed to make one word of the other. */
    private static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(previous[j], row[j - 1]));
            }
            previous = row;
        }
        return previous[to.length()];
    }
}
