package dev.sampo.http.api;

import dev.sampo.membership.Link;
import dev.sampo.membership.Links;
import java.util.List;
import java.util.Map;

/**
 * Whom a node reaches, as it says itself.
 *
 * @param node whose links they are
 * @param all how many others it has to do with
 * @param links some of them, those that are not reached first
 * @param next what to give as from for those that follow; null when these were the last, or when the others are well
 */
public record LinksView(String node, int all, int reached, List<LinkView> links, Integer next) {

    /**
     * @param to the other's address
     * @param name the other's name; null when it is not known
     * @param state reached, new, broken or refused
     * @param since when it came to be so, in milliseconds since 1970
     */
    public record LinkView(String to, String name, String state, long since) {}

    /** Those that are not well. */
    public static LinksView broken(String node, Links links, Map<String, String> names) {
        List<LinkView> broken = links.some().stream()
                .filter(link -> link.state() != Link.State.REACHED)
                .map(link -> view(link, names))
                .toList();
        return new LinksView(node, links.all(), links.reached(), broken, null);
    }

    public static LinksView page(String node, Links links, Map<String, String> names, int from, int limit) {
        List<LinkView> page = links.some().stream()
                .skip(from)
                .limit(limit)
                .map(link -> view(link, names))
                .toList();
        int end = from + page.size();
        return new LinksView(node, links.all(), links.reached(), page, end < links.all() ? end : null);
    }

    private static LinkView view(Link link, Map<String, String> names) {
        return new LinkView(link.to(), names.get(link.to()), NodeView.lower(link.state()), link.since());
    }
}
