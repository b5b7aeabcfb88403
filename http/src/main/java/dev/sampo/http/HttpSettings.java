package dev.sampo.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.sampo.lease.LeaseSettings;
import dev.sampo.resilience.limit.Algorithm;
import dev.sampo.resilience.limit.LimitSettings;
import dev.sampo.resilience.limit.Rate;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How a node is reached by HTTP: the section {@code sampo.http}. */
record HttpSettings(
        String host,
        int port,
        Path tokenFile,
        Optional<Path> publishedIn,
        LimitSettings rate,
        LimitSettings refusals,
        int bodyMax,
        int jobMax,
        int jarMax,
        long valuesMax,
        Duration arriveWithin,
        Duration waitMax,
        boolean metrics,
        int metricsNamesMax,
        Optional<URI> traces,
        Duration passFor,
        LeaseSettings remote,
        int remoteAskingMax) {

    /** Bytes of a jar that have to come in a second. */
    private static final int SLOWEST = 256 << 10;

    private static final int LEASES_REMEMBERED = 10_000;

    static HttpSettings from(Config http, Path data) {
        String token = http.getString("token-file");
        return new HttpSettings(
                http.getString("host"),
                http.getInt("port"),
                token.isEmpty() ? data.resolve(Token.FILE) : Path.of(token),
                Notices.directory(http.getString("published-in")),
                LimitSettings.of(
                        "sampo.http.rate",
                        Algorithm.TOKEN_BUCKET,
                        Rate.parse(http.getString("rate")),
                        http.getLong("burst")),
                LimitSettings.of(
                        "sampo.http.refusals", Algorithm.SLIDING_WINDOW, Rate.parse(http.getString("refusals")), 0),
                bytes(http, "body-max"),
                bytes(http, "job-max"),
                bytes(http, "jar-max"),
                http.getMemorySize("values-max").toBytes(),
                http.getDuration("arrive-within"),
                http.getDuration("wait-max"),
                http.getBoolean("metrics"),
                atLeastOne(http, "metrics-names-max"),
                collector(http.getString("traces")),
                http.getDuration("pass-for"),
                new LeaseSettings(
                        http.getInt("remote.tasks-max"), http.getInt("remote.deliveries-max"), LEASES_REMEMBERED),
                http.getInt("remote.workers-max"));
    }

    /** Where traces are sent to; empty for nowhere. */
    private static Optional<URI> collector(String address) {
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try {
            var uri = new URI(address);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException malformed) {
            // Told below.
        }
        throw new ConfigException.BadValue(
                "sampo.http.traces",
                "\"" + address + "\" is no address of a collector; give one as http://127.0.0.1:4318");
    }

    private static int atLeastOne(Config http, String name) {
        int number = http.getInt(name);
        if (number < 1) {
            throw new ConfigException.BadValue("sampo.http." + name, "it is " + number + "; give 1 at least");
        }
        return number;
    }

    private static int bytes(Config http, String name) {
        return (int) Math.min(Integer.MAX_VALUE, http.getMemorySize(name).toBytes());
    }

    /** In what time a body of so many bytes has to come. A jar may come over a slow line. */
    Duration arriveWithin(Route route, long bytes) {
        return route.takesBytes() ? arriveWithin.plusSeconds(bytes / SLOWEST) : arriveWithin;
    }

    int bodyMax(Route route) {
        if (route.takesBytes()) {
            return jarMax;
        }
        return route.isLarge() ? jobMax : bodyMax;
    }
}
