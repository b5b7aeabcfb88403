package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Refusals;
import dev.sampo.http.InsecureToken;
import dev.sampo.http.Notices;
import dev.sampo.http.Token;
import dev.sampo.http.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A node that is asked, and what its answers mean for the command. */
final class Remote {
    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(3);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);
    private static final String PATCH = "PATCH";

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTS_WITHIN)
            .build();
    private final List<Notices.Found> candidates;
    private Notices.Found node;
    private Token token;

    Remote(List<Notices.Found> candidates) {
        this.candidates = candidates;
        turnTo(candidates.get(0));
    }

    /** One string of an answer that is not served. */
    record Problem(String code, String detail, Long retryAfterSeconds) {}

    private void turnTo(Notices.Found another) {
        node = another;
        try {
            token = Token.read(another.token());
        } catch (NoSuchFileException missing) {
            throw new Refusals.Refused(
                    ExitCode.UNAVAILABLE,
                    "there is no token at " + another.token() + "; give the node's data directory as --data DIR, or"
                            + " --token-file FILE");
        } catch (InsecureToken insecure) {
            throw new Refusals.Refused(ExitCode.BAD_CONFIGURATION, insecure.getMessage());
        } catch (IOException unreadable) {
            throw new Refusals.Refused(
                    ExitCode.IO_ERROR,
                    "the token at " + another.token() + " cannot be read: " + unreadable.getMessage());
        }
    }

    String address() {
        return node.address();
    }

    byte[] get(String path) throws IOException {
        return body(() -> request(path, ANSWERS_WITHIN).GET().build());
    }

    <T> T get(String path, Class<T> type) throws IOException {
        return Json.readAnswer(get(path), type);
    }

    /** Empty when there is no such thing. */
    <T> Optional<T> find(String path, Class<T> type) throws IOException {
        HttpResponse<InputStream> response =
                exchange(() -> request(path, ANSWERS_WITHIN).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        byte[] body = response.body().readAllBytes();
        return response.statusCode() == 200 ? Optional.of(Json.readAnswer(body, type)) : Optional.empty();
    }

    byte[] send(String method, String path, Object body) throws IOException {
        return sendBytes(method, path, Json.write(body));
    }

    private byte[] sendBytes(String method, String path, byte[] bytes) throws IOException {
        return body(() -> request(path, ANSWERS_WITHIN)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build());
    }

    byte[] post(String path, Object body) throws IOException {
        return send("POST", path, body);
    }

    byte[] postBytes(String path, byte[] json) throws IOException {
        return sendBytes("POST", path, json);
    }

    byte[] patch(String path, Object body) throws IOException {
        return send(PATCH, path, body);
    }

    /** Hands what is answered on as it comes. */
    void copy(String path, OutputStream to) throws IOException {
        HttpResponse<InputStream> response =
                exchange(() -> request(path, ANSWERS_WITHIN).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() != 200) {
                throw refused(response.statusCode(), body.readAllBytes());
            }
            body.transferTo(to);
        }
    }

    /** The lines of an event stream, for as long as it lasts. */
    Stream<String> lines(String path, String lastEventId) throws IOException {
        HttpResponse<Stream<String>> response = exchange(
                () -> {
                    HttpRequest.Builder request = request(path, null);
                    if (!lastEventId.isEmpty()) {
                        request.header("Last-Event-ID", lastEventId);
                    }
                    return request.GET().build();
                },
                HttpResponse.BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            byte[] problem = response.body().reduce("", String::concat).getBytes(StandardCharsets.UTF_8);
            throw refused(response.statusCode(), problem);
        }
        return response.body();
    }

    /** A part of a path, with whatever it has in it. */
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private interface Request {
        HttpRequest build();
    }

    private HttpRequest.Builder request(String path, Duration limit) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + node.address() + path))
                .header("Authorization", token.bearer());
        return limit == null ? request : request.timeout(limit);
    }

    private byte[] body(Request request) throws IOException {
        HttpResponse<InputStream> response = exchange(request, HttpResponse.BodyHandlers.ofInputStream());
        byte[] body = response.body().readAllBytes();
        if (response.statusCode() / 100 != 2) {
            throw refused(response.statusCode(), body);
        }
        return body;
    }

    /** Where nobody answers the next is asked: nothing has happened there. */
    private <T> HttpResponse<T> exchange(Request request, HttpResponse.BodyHandler<T> handler) throws IOException {
        int next = candidates.indexOf(node) + 1;
        while (true) {
            try {
                return client.send(request.build(), handler);
            } catch (ConnectException | HttpConnectTimeoutException nobody) {
                if (next >= candidates.size()) {
                    throw new Refusals.Refused(
                            ExitCode.UNAVAILABLE,
                            "no node answers at " + node.address()
                                    + "; start it again, or name another: --node HOST:PORT" + " or --data DIR");
                }
                turnTo(candidates.get(next++));
            } catch (HttpTimeoutException late) {
                throw new Refusals.Refused(
                        ExitCode.TRY_AGAIN, "node " + node.address() + " has not answered in time; ask again");
            } catch (IOException brokenOff) {
                throw new Refusals.Refused(
                        ExitCode.TRY_AGAIN,
                        "the connection to node " + node.address() + " broke off, so it is not known whether it took"
                                + " effect; look, and ask again");
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new Refusals.Refused(ExitCode.TRY_AGAIN, "interrupted");
            }
        }
    }

    private Refusals.Refused refused(int status, byte[] body) {
        Problem problem;
        try {
            problem = Json.readAnswer(body, Problem.class);
        } catch (IOException strange) {
            problem = new Problem(
                    "", "what answers at " + node.address() + " is no Sampo node (HTTP " + status + ")", null);
        }
        if (status == 401) {
            return new Refusals.Refused(
                    ExitCode.UNAVAILABLE,
                    "node " + node.address() + " does not take the token in " + node.token()
                            + "; give the one in its data" + " directory: --data DIR or --token-file FILE");
        }
        return new Refusals.Refused(code(status), problem.detail());
    }

    private static ExitCode code(int status) {
        return switch (status) {
            case 400, 415 -> ExitCode.USAGE;
            case 404, 409, 422 -> ExitCode.NO;
            case 408, 429, 503, 504 -> ExitCode.TRY_AGAIN;
            case 500 -> ExitCode.INTERNAL;
            default -> ExitCode.UNAVAILABLE;
        };
    }
}
