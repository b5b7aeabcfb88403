package dev.sampo.http;

import dev.sampo.resilience.limit.Admission;
import dev.sampo.resilience.limit.KeyedLimiter;
import dev.sampo.resilience.limit.LimitSettings;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Says who may come in. A page in a browser of the same machine must not: neither under a name of its own that leads to
 * loopback, nor from its own origin. And who comes must know the token, whatever they ask for, but for what is of no use to
 * strangers.
 */
final class Guard {
    private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private static final String STRANGERS = "strangers at ";
    private static final String DOCUMENT = "document";

    private final Token token;
    private final Passes passes;
    private final KeyedLimiter rate;
    private final KeyedLimiter refusals;
    private final LongSupplier nanos;

    Guard(Token token, Passes passes, LimitSettings rate, LimitSettings refusals, LongSupplier nanos) {
        this.token = token;
        this.passes = passes;
        this.nanos = nanos;
        this.rate = KeyedLimiter.rested(rate, nanos.getAsLong());
        this.refusals = KeyedLimiter.rested(refusals, nanos.getAsLong());
    }

    /**
     * Who knocks.
     *
     * @param client from which address
     */
    record Visitor(
            String client,
            Optional<String> host,
            Optional<String> origin,
            Optional<String> fetchSite,
            Optional<String> fetchDest,
            Optional<String> authorization) {}

    /** Why this one does not come in; empty when they do. */
    Optional<Problem> refuses(Visitor visitor, Route.Access access) {
        String host = visitor.host().orElse("");
        if (!isOurs(host)) {
            return Optional.of(Problem.of(
                    421,
                    "BAD_HOST",
                    "the header Host does not name this machine; allowed are 127.0.0.1, localhost and [::1]"));
        }
        if (isFromElsewhere(visitor, host) && !isPlainVisit(visitor, access)) {
            return Optional.of(Problem.of(
                    403,
                    "CROSS_ORIGIN",
                    "pages of other origins may not ask here; use a program that sends no Origin"));
        }
        boolean isKnown =
                visitor.authorization().filter(sent -> opens(sent, access)).isPresent();
        if (!isKnown && access != Route.Access.EVERYBODY) {
            return Optional.of(stranger(visitor));
        }
        // All come from this machine: strangers must not use up what its owner may ask.
        long wait = ask(rate, isKnown ? visitor.client() : STRANGERS + visitor.client());
        return wait == 0
                ? Optional.empty()
                : Optional.of(
                        Problem.of(429, "TOO_MANY_REQUESTS", "more than sampo.http.rate allows; wait before the next")
                                .again(wait));
    }

    /** For how long this one may hear what goes on; empty for as long as there is anything. */
    Optional<Duration> hears(Visitor visitor) {
        return visitor.authorization().flatMap(passes::left);
    }

    private boolean opens(String authorization, Route.Access access) {
        return token.isSentAs(authorization) || access == Route.Access.LET_IN && passes.isSentAs(authorization);
    }

    /** Somebody followed a link to the page: the site that has the link sees nothing of it. */
    private static boolean isPlainVisit(Visitor visitor, Route.Access access) {
        return access == Route.Access.EVERYBODY
                && visitor.origin().isEmpty()
                && visitor.fetchDest().equals(Optional.of(DOCUMENT));
    }

    private Problem stranger(Visitor visitor) {
        long wait = ask(refusals, visitor.client());
        if (wait > 0) {
            return Problem.of(
                            429,
                            "TOO_MANY_REFUSALS",
                            "too many requests without the right token; wait, and send the one in the node's data directory")
                    .again(wait);
        }
        return Problem.of(
                401,
                "AUTH_REQUIRED",
                "no token, or a wrong one: send \"Authorization: Bearer TOKEN\"; the token is in the file \"token\" of the"
                        + " node's data directory");
    }

    private static boolean isOurs(String host) {
        int port = host.startsWith("[") ? host.indexOf(':', host.indexOf(']') + 1) : host.indexOf(':');
        return NAMES.contains((port < 0 ? host : host.substring(0, port)).toLowerCase(Locale.ROOT));
    }

    private static boolean isFromElsewhere(Visitor visitor, String host) {
        boolean isForeign = visitor.origin()
                .filter(origin -> !origin.equalsIgnoreCase("http://" + host))
                .isPresent();
        boolean isBrowsedFromElsewhere = visitor.fetchSite()
                .filter(site -> !OWN_SITES.contains(site.toLowerCase(Locale.ROOT)))
                .isPresent();
        return isForeign || isBrowsedFromElsewhere;
    }

    /** @return in how many seconds to come again; 0 for now */
    private long ask(KeyedLimiter limiter, String client) {
        synchronized (limiter) {
            long now = nanos.getAsLong();
            return limiter.ask(client, 1, now) instanceof Admission.NotBefore later
                    ? Math.max(1, (later.nanos() - now + 999_999_999) / 1_000_000_000)
                    : 0;
        }
    }
}
