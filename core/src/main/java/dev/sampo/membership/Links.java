package dev.sampo.membership;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Whom a node reaches.
 *
 * @param all how many others it has to do with
 * @param reached how many of them it has a connection to
 * @param some as many as were asked for, those that are not reached first
 */
public record Links(int all, int reached, List<Link> some) {
    public static final Links NONE = new Links(0, 0, List.of());

    public static Links of(Collection<Link> links, int max) {
        int reached = (int) links.stream()
                .filter(link -> link.state() == Link.State.REACHED)
                .count();
        List<Link> some = links.stream()
                .sorted(Comparator.comparing((Link link) -> link.state() == Link.State.REACHED)
                        .thenComparing(Link::to))
                .limit(max)
                .toList();
        return new Links(links.size(), reached, some);
    }
}
