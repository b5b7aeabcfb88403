package dev.sampo.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.sampo.Door;
import dev.sampo.Sampo;
import dev.sampo.http.remote.LeaseOffice;
import dev.sampo.trace.OtlpTraces;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;

/** Opens a node to programs that speak HTTP, on loopback. */
public final class HttpDoor implements Door {
    private static final long BIND_SECONDS = 10;
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(1);
    private static final Duration SWEPT_EACH = Duration.ofMillis(200);
    /** What waits answers before the connection is taken for idle. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    @Override
    public Open open(Sampo sampo, Config http, Path data) {
        var settings = HttpSettings.from(http, data);
        requireLoopback(settings.host());
        var token = token(settings);
        var office = LeaseOffice.open(sampo.node(), settings.remote(), settings.remoteAskingMax(), HttpDoor::millis);
        try {
            return open(sampo, settings, token, data, office);
        } catch (RuntimeException failed) {
            office.close();
            throw failed;
        }
    }

    private static Open open(Sampo sampo, HttpSettings settings, Token token, Path data, LeaseOffice office) {
        var traces = settings.traces().map(collector -> OtlpTraces.of(sampo, collector));
        var metrics = MetricsRoutes.of(sampo, settings, office, traces);
        var passes = new Passes(token, settings.passFor(), System::currentTimeMillis);
        var exchange = new Exchange(
                sampo.system(),
                router(sampo, settings, passes, metrics),
                new Guard(token, passes, settings.rate(), settings.refusals(), System::nanoTime),
                settings,
                metrics);
        ServerBinding binding;
        try {
            binding = bind(sampo, settings, exchange);
        } catch (RuntimeException failed) {
            metrics.close();
            traces.ifPresent(OtlpTraces::close);
            throw failed;
        }
        String address = settings.host() + ":" + binding.localAddress().getPort();
        Cancellable sweeping = sampo.system()
                .scheduler()
                .scheduleWithFixedDelay(
                        SWEPT_EACH, SWEPT_EACH, office::sweep, sampo.system().executionContext());
        return new Opened(address, binding, metrics, traces, Notices.leave(data, settings, address), office, sweeping);
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }

    static Router router(Sampo sampo, HttpSettings settings, Passes passes, MetricsRoutes metrics) {
        var routes = new ArrayList<Route>();
        var fleet = new Fleet(sampo);
        routes.addAll(new ClusterRoutes(sampo, fleet).routes());
        routes.addAll(new NodeRoutes(sampo, settings.waitMax(), fleet).routes());
        routes.addAll(new BreakerRoutes(sampo).routes());
        var jobs = new JobRoutes(sampo, settings.waitMax(), fleet);
        routes.addAll(jobs.routes());
        var room = new ValueRoom(settings.valuesMax());
        routes.addAll(new ValueRoutes(sampo, jobs, settings, room).routes());
        routes.addAll(new OutputRoutes(sampo, jobs, room).routes());
        routes.addAll(new SubmitRoutes(sampo, jobs).routes());
        routes.addAll(new JarRoutes(sampo).routes());
        routes.addAll(new ExportRoutes(sampo, jobs).routes());
        routes.addAll(new EventRoutes(sampo).routes());
        routes.addAll(new RemoteRoutes(LeaseOffice.of(sampo.node()), settings.waitMax()).routes());
        routes.addAll(new HealthRoutes(sampo).routes());
        routes.addAll(metrics.routes());
        routes.addAll(new PictureRoutes(sampo, jobs, fleet).routes());
        routes.addAll(new PageRoutes(passes).routes());
        var document = new OpenApi(routes);
        routes.add(document.route());
        return new Router(routes);
    }

    private static Token token(HttpSettings settings) {
        try {
            return Token.at(settings.tokenFile());
        } catch (InsecureToken insecure) {
            throw new ConfigException.BadValue("sampo.http.token-file", insecure.getMessage());
        }
    }

    private static void requireLoopback(String host) {
        boolean isLoopback;
        try {
            isLoopback = InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            throw new ConfigException.BadValue("sampo.http.host", host + " is no address of this machine", unknown);
        }
        if (!isLoopback) {
            throw new ConfigException.BadValue(
                    "sampo.http.host",
                    "REFUSING_INSECURE_BIND " + host + ": connections are not encrypted, and the token would be"
                            + " readable on the way; leave it at 127.0.0.1, and reach it through ssh -L from elsewhere");
        }
    }

    private static ServerBinding bind(Sampo sampo, HttpSettings settings, Exchange exchange) {
        try {
            return Http.get(sampo.system())
                    .newServerAt(settings.host(), settings.port())
                    .withSettings(server(sampo, settings))
                    .bindFlow(BidiFlow.fromGraph(new Patience(settings.arriveWithin()))
                            .join(Flow.fromMaterializer((materializer, attributes) -> served(exchange))))
                    .toCompletableFuture()
                    .get(BIND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while HTTP was to be served", stopped);
        } catch (ExecutionException | TimeoutException failed) {
            throw new ConfigException.BadValue(
                    "sampo.http.port",
                    settings.host() + ":" + settings.port() + " cannot be listened on, perhaps because another process"
                            + " does; name a free one, 0 for any",
                    failed);
        }
    }

    /** The requests of one connection. That it has ended is only seen where more is asked for while one is served. */
    private static Flow<HttpRequest, HttpResponse, NotUsed> served(Exchange exchange) {
        var connection = new Connection();
        return Flow.of(HttpRequest.class)
                .watchTermination((materialized, ended) -> {
                    ended.whenComplete((done, failure) -> connection.end());
                    return materialized;
                })
                .detach()
                .mapAsync(1, request -> exchange.serve(request, connection));
    }

    private static ServerSettings server(Sampo sampo, HttpSettings settings) {
        String patience = settings.waitMax().plus(MARGIN).toMillis() + "ms";
        var own = Map.of(
                "server-header",
                "",
                "remote-address-attribute",
                true,
                "idle-timeout",
                patience,
                "request-timeout",
                patience,
                "parsing.max-content-length",
                Math.max(settings.jarMax(), Math.max(settings.bodyMax(), settings.jobMax())),
                "parsing.error-handler",
                Unparsed.class.getName(),
                "parsing.illegal-header-warnings",
                false,
                "parsing.error-logging-verbosity",
                "off");
        Config server = ConfigFactory.parseMap(own).atPath("pekko.http.server");
        return ServerSettings.create(
                server.withFallback(sampo.system().settings().config()));
    }

    private record Opened(
            String address,
            ServerBinding binding,
            MetricsRoutes metrics,
            Optional<OtlpTraces> traces,
            Notices notices,
            LeaseOffice office,
            Cancellable sweeping)
            implements Open {
        @Override
        public void close() {
            sweeping.cancel();
            office.close();
            notices.takeAway();
            metrics.close();
            traces.ifPresent(OtlpTraces::close);
            try {
                binding.terminate(CLOSES_WITHIN)
                        .toCompletableFuture()
                        .get(CLOSES_WITHIN.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException late) {
                // The actor system ends it; nobody new comes in.
            }
        }
    }
}
