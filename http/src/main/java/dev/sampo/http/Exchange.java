package dev.sampo.http;

import dev.sampo.SampoException;
import dev.sampo.http.api.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaType;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.headers.TimeoutAccess;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.util.ByteString;

/** The shell: turns requests of the HTTP library into calls, and replies and problems into its responses. */
final class Exchange {
    private static final ContentType.NonBinary JSON = ContentTypes.APPLICATION_JSON;
    private static final ContentType.NonBinary PROBLEM = MediaTypes.applicationWithFixedCharset(
                    "problem+json", HttpCharsets.UTF_8)
            .toContentType();
    private static final ContentType.NonBinary EVENTS = ContentTypes.create(MediaTypes.TEXT_EVENT_STREAM);
    private static final HttpHeader POLICY =
            RawHeader.create("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    private static final List<HttpHeader> ON_EVERY_ANSWER = List.of(
            RawHeader.create("Cache-Control", "no-store"),
            RawHeader.create("Cross-Origin-Opener-Policy", "same-origin"),
            RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"),
            RawHeader.create("Referrer-Policy", "no-referrer"),
            RawHeader.create("X-Content-Type-Options", "nosniff"),
            RawHeader.create("X-Frame-Options", "DENY"));
    private static final byte[] NOTHING = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private final Materializer materializer;
    private final Executor executor;
    private final Router router;
    private final Guard guard;
    private final HttpSettings settings;
    private final MetricsRoutes metrics;
    private final Uploads uploads = new Uploads();

    Exchange(ActorSystem<?> system, Router router, Guard guard, HttpSettings settings, MetricsRoutes metrics) {
        this.materializer = SystemMaterializer.get(system).materializer();
        this.executor = system.executionContext();
        this.router = router;
        this.guard = guard;
        this.settings = settings;
        this.metrics = metrics;
    }

    CompletionStage<HttpResponse> serve(HttpRequest request, Connection connection) {
        var visit = new Visit(metrics);
        request.getHeader(TimeoutAccess.class).ifPresent(header -> header.timeoutAccess()
                .updateHandler(late -> visit.answered(response(Problems.LATE))));
        try {
            String method = request.method().value();
            List<String> parts = parts(request);
            Guard.Visitor visitor = visitor(request);
            Optional<Problem> refusal = guard.refuses(visitor, router.access(method, parts));
            if (refusal.isPresent()) {
                ignoreBody(request);
                return CompletableFuture.completedFuture(visit.refused(refusal.get()));
            }
            Router.Match match = router.find(method, parts);
            visit.asksFor(match.route());
            Map<String, String> query = query(match.route(), request);
            Map<String, String> headers = headers(match.route(), request);
            requireType(match.route(), request);
            return uploads.within(match.route(), () -> body(match.route(), request)
                    .thenComposeAsync(
                            body -> match.route()
                                    .handler()
                                    .handle(new Call(match.route(), match.names(), query, body, headers, connection)),
                            executor)
                    .handleAsync(
                            (reply, failure) -> visit.answered(
                                    failure == null
                                            ? response(bounded(reply, visitor))
                                            : response(Problems.of(failure))),
                            executor));
        } catch (RuntimeException refused) {
            ignoreBody(request);
            return CompletableFuture.completedFuture(visit.answered(response(Problems.of(refused))));
        }
    }

    /** Nothing is heard on a pass that is worth nothing any more. */
    private Reply bounded(Reply reply, Guard.Visitor visitor) {
        if (!(reply instanceof Reply.Events events)) {
            return reply;
        }
        return guard.hears(visitor)
                .<Reply>map(left -> new Reply.Events(events.stream().takeWithin(left)))
                .orElse(reply);
    }

    private static Guard.Visitor visitor(HttpRequest request) {
        String client = request.getAttribute(AttributeKeys.remoteAddress)
                .flatMap(address -> address.getAddress())
                .map(address -> address.getHostAddress())
                .orElse("");
        return new Guard.Visitor(
                client,
                header(request, "Host"),
                header(request, "Origin"),
                header(request, "Sec-Fetch-Site"),
                header(request, "Sec-Fetch-Dest"),
                header(request, "Authorization"));
    }

    private static Map<String, String> headers(Route route, HttpRequest request) {
        var headers = new LinkedHashMap<String, String>();
        for (Parameter each : route.headers()) {
            header(request, each.name()).ifPresent(value -> {
                each.check(value);
                headers.put(each.name(), value);
            });
        }
        return headers;
    }

    private static Optional<String> header(HttpRequest request, String name) {
        return request.getHeader(name).map(HttpHeader::value);
    }

    private static List<String> parts(HttpRequest request) {
        var parts = new ArrayList<String>();
        request.getUri().pathSegments().forEach(parts::add);
        return parts;
    }

    private static Map<String, String> query(Route route, HttpRequest request) {
        var query = new LinkedHashMap<String, String>();
        request.getUri().query().toList().forEach(each -> {
            Optional<Parameter> parameter = route.query(each.first());
            if (parameter.isEmpty()) {
                String known = route.queries().stream()
                        .map(Parameter::name)
                        .reduce((one, other) -> one + ", " + other)
                        .map(names -> "only " + names)
                        .orElse("none at all");
                throw Problem.of(
                                400, "UNKNOWN_PARAMETER", "this path knows " + known + ", not \"" + each.first() + "\"")
                        .refusal();
            }
            if (query.put(each.first(), each.second()) != null) {
                throw Problem.of(400, "PARAMETER_TWICE", "\"" + each.first() + "\" is there twice; give it once")
                        .refusal();
            }
            if (!each.second().isEmpty()) {
                parameter.get().check(each.second());
            }
        });
        return query;
    }

    /** What a form of a web page could send is not taken. */
    private static void requireType(Route route, HttpRequest request) {
        boolean isEmpty = request.entity().isKnownEmpty();
        MediaType wanted = route.takesBytes() ? MediaTypes.APPLICATION_OCTET_STREAM : MediaTypes.APPLICATION_JSON;
        if (route.body().isPresent()
                && !isEmpty
                && !request.entity().getContentType().mediaType().equals(wanted)) {
            throw Problem.of(
                            415,
                            route.takesBytes() ? "NOT_BYTES" : "NOT_JSON",
                            "send the body as content-type: " + wanted)
                    .refusal();
        }
    }

    private CompletionStage<byte[]> body(Route route, HttpRequest request) {
        if (route.body().isEmpty() || request.entity().isKnownEmpty()) {
            ignoreBody(request);
            return CompletableFuture.completedFuture(NOTHING);
        }
        int max = settings.bodyMax(route);
        long length = request.entity().getContentLengthOption().orElse(0);
        if (length > max) {
            throw tooLarge(route);
        }
        return request.entity()
                .withSizeLimit(max)
                .toStrict(settings.arriveWithin(route, length).toMillis(), max, materializer)
                .handleAsync(
                        (entity, failure) -> {
                            if (failure != null) {
                                throw late(route, failure);
                            }
                            return entity.getData().toArrayUnsafe();
                        },
                        executor);
    }

    private Problem.Refusal late(Route route, Throwable failure) {
        Throwable cause = SampoException.causeOf(failure);
        if (cause instanceof EntityStreamSizeException) {
            return tooLarge(route);
        }
        return cause instanceof TimeoutException
                ? Problem.of(408, "TOO_SLOW", "the body has not come in time; send it again")
                        .refusal()
                : Problem.of(400, "BROKEN_BODY", "the body broke off; send it again")
                        .refusal();
    }

    private Problem.Refusal tooLarge(Route route) {
        return Problem.of(
                        413,
                        "TOO_LARGE",
                        "the body has more than " + settings.bodyMax(route) + " bytes (sampo.http."
                                + (route.takesBytes() ? "jar-max" : route.isLarge() ? "job-max" : "body-max") + ")")
                .refusal();
    }

    /** Read and forgotten, up to the limits of size and time; beyond those the connection ends. What is here already is only forgotten. */
    private void ignoreBody(HttpRequest request) {
        if (request.entity().isStrict()) {
            return;
        }
        request.entity()
                .withSizeLimit(settings.bodyMax())
                .getDataBytes()
                .completionTimeout(settings.arriveWithin())
                .runWith(Sink.ignore(), materializer)
                .exceptionally(tooLargeOrSlow -> null);
    }

    private static HttpResponse response(Reply reply) {
        if (reply instanceof Reply.Json json) {
            return HttpResponse.create()
                    .withStatus(json.status())
                    .addHeaders(ON_EVERY_ANSWER)
                    .addHeader(POLICY)
                    .withEntity(JSON, Json.write(json.body()));
        }
        if (reply instanceof Reply.Stream value) {
            return HttpResponse.create()
                    .addHeaders(ON_EVERY_ANSWER)
                    .addHeader(POLICY)
                    .withEntity(HttpEntities.createChunked(JSON, value.json()));
        }
        if (reply instanceof Reply.Bytes value) {
            return response(value);
        }
        if (reply instanceof Reply.Text text) {
            return response(text);
        }
        if (reply instanceof Reply.File file) {
            return HttpResponse.create()
                    .addHeaders(ON_EVERY_ANSWER)
                    .addHeader(RawHeader.create("Content-Security-Policy", Asset.POLICY))
                    .withEntity(file.asset().type(), file.asset().bytes());
        }
        var events = (Reply.Events) reply;
        return HttpResponse.create()
                .addHeaders(ON_EVERY_ANSWER)
                .addHeader(POLICY)
                .withEntity(HttpEntities.createChunked(EVENTS, events.stream()));
    }

    private static HttpResponse response(Reply.Bytes value) {
        ByteRange range = value.range();
        HttpResponse response = HttpResponse.create()
                .withStatus(range.isWhole() ? 200 : 206)
                .addHeaders(ON_EVERY_ANSWER)
                .addHeader(POLICY)
                .addHeader(RawHeader.create("Accept-Ranges", "bytes"))
                .addHeader(RawHeader.create("ETag", value.tag()))
                .withEntity(
                        range.length() == 0
                                ? HttpEntities.create(
                                        ContentTypes.APPLICATION_OCTET_STREAM, ByteString.emptyByteString())
                                : HttpEntities.create(
                                        ContentTypes.APPLICATION_OCTET_STREAM, range.length(), value.bytes()));
        return range.isWhole() ? response : response.addHeader(RawHeader.create("Content-Range", range.toString()));
    }

    private static HttpResponse response(Reply.Text text) {
        HttpResponse response = HttpResponse.create()
                .addHeaders(ON_EVERY_ANSWER)
                .addHeader(POLICY)
                .withEntity(HttpEntities.createChunked(ContentTypes.parse(text.type()), text.pieces()));
        return text.file().isEmpty()
                ? response
                : response.addHeader(
                        RawHeader.create("Content-Disposition", "attachment; filename=\"" + text.file() + "\""));
    }

    static HttpResponse response(Problem problem) {
        HttpResponse response = HttpResponse.create()
                .withStatus(problem.status())
                .addHeaders(ON_EVERY_ANSWER)
                .addHeader(POLICY)
                .withEntity(PROBLEM, Json.write(problem));
        if (problem.retryAfterSeconds() != null) {
            response = response.addHeader(
                    RawHeader.create("Retry-After", problem.retryAfterSeconds().toString()));
        }
        if (problem.size() != null) {
            response = response.addHeader(RawHeader.create("Content-Range", "bytes */" + problem.size()));
        }
        if (problem.allow() != null) {
            response = response.addHeader(RawHeader.create("Allow", problem.allow()));
        }
        if (problem.status() == 401) {
            response = response.addHeader(RawHeader.create("WWW-Authenticate", "Bearer realm=\"sampo\""));
        }
        return response;
    }
}
