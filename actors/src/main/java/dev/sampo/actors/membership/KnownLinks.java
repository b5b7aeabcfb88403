package dev.sampo.actors.membership;

import dev.sampo.membership.Link;
import dev.sampo.membership.Links;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The connections from this node as they were seen last, for whoever asks from outside. */
final class KnownLinks {
    private final Map<String, Link> links = new ConcurrentHashMap<>();

    /** Since when it is so counts from the first time that it is said. */
    void saw(String to, Link.State state) {
        links.compute(
                to,
                (key, known) -> known != null && known.state() == state
                        ? known
                        : new Link(to, state, System.currentTimeMillis()));
    }

    void forget(String to) {
        links.remove(to);
    }

    Links some(int max) {
        return Links.of(links.values(), max);
    }
}
