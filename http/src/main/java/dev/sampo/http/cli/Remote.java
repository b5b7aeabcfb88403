package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Refusals;
import dev.sampo.http.InsecureToken;
import dev.sampo.http.Notices;
import dev.sampo.http.Token;
import dev.sampo.http.api.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A node that is asked, and what its answers mean for the command. */
final class Remote {
    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(3);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

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
        return whole("GET", path, Map.of(), null);
    }

    <T> T get(String path, Class<T> type) throws IOException {
        return Json.readAnswer(get(path), type);
    }

    /** Empty when there is no such thing. */
    <T> Optional<T> find(String path, Class<T> type) throws IOException {
        PlainHttp.Response response = exchange("GET", path, Map.of(), null, ANSWERS_WITHIN);
        try (InputStream body = response.body()) {
            byte[] bytes = body.readAllBytes();
            return response.status() == 200 ? Optional.of(Json.readAnswer(bytes, type)) : Optional.empty();
        }
    }

    byte[] send(String method, String path, Object body) throws IOException {
        return sendBytes(method, path, Json.write(body));
    }

    private byte[] sendBytes(String method, String path, byte[] json) throws IOException {
        return whole(method, path, Map.of("Content-Type", "application/json"), json);
    }

    byte[] post(String path, Object body) throws IOException {
        return send("POST", path, body);
    }

    byte[] postBytes(String path, byte[] json) throws IOException {
        return sendBytes("POST", path, json);
    }

    /** Sends what is no JSON; empty when the node says that something it names is not there. */
    Optional<byte[]> offer(String path, byte[] bytes) throws IOException {
        PlainHttp.Response response =
                exchange("POST", path, Map.of("Content-Type", "application/octet-stream"), bytes, ANSWERS_WITHIN);
        try (InputStream answer = response.body()) {
            byte[] read = answer.readAllBytes();
            if (response.status() == 404) {
                return Optional.empty();
            }
            if (response.status() / 100 != 2) {
                throw refused(response.status(), read);
            }
            return Optional.of(read);
        }
    }

    /** Hands what is answered on as it comes. */
    void copy(String path, OutputStream to) throws IOException {
        try (InputStream body = opened("GET", path, Map.of(), null, ANSWERS_WITHIN)) {
            body.transferTo(to);
        }
    }

    /** The lines of an event stream, for as long as it lasts; to be closed. */
    Stream<String> lines(String path, String lastEventId) throws IOException {
        Map<String, String> headers = lastEventId.isEmpty() ? Map.of() : Map.of("Last-Event-ID", lastEventId);
        InputStream body = opened("GET", path, headers, null, Duration.ZERO);
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))
                .lines()
                .onClose(() -> close(body));
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A part of a path, with whatever it has in it. */
    static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private byte[] whole(String method, String path, Map<String, String> headers, byte[] body) throws IOException {
        try (InputStream answer = opened(method, path, headers, body, ANSWERS_WITHIN)) {
            return answer.readAllBytes();
        } catch (IOException brokenOff) {
            throw brokenOff();
        }
    }

    private InputStream opened(String method, String path, Map<String, String> headers, byte[] body, Duration silentMax)
            throws IOException {
        PlainHttp.Response response = exchange(method, path, headers, body, silentMax);
        if (response.status() / 100 == 2) {
            return response.body();
        }
        try (InputStream problem = response.body()) {
            throw refused(response.status(), problem.readAllBytes());
        }
    }

    /** Where nobody answers the next is asked: nothing has happened there. */
    private PlainHttp.Response exchange(
            String method, String path, Map<String, String> headers, byte[] body, Duration silentMax) {
        int next = candidates.indexOf(node) + 1;
        while (true) {
            var all = new TreeMap<>(headers);
            all.put("Authorization", token.bearer());
            try {
                return PlainHttp.send(node.address(), method, path, all, body, CONNECTS_WITHIN, silentMax);
            } catch (ConnectException nobody) {
                if (next >= candidates.size()) {
                    throw new Refusals.Refused(
                            ExitCode.UNAVAILABLE,
                            "no node answers at " + node.address()
                                    + "; start it again, or name another: --node HOST:PORT" + " or --data DIR");
                }
                turnTo(candidates.get(next++));
            } catch (SocketTimeoutException late) {
                throw new Refusals.Refused(
                        ExitCode.TRY_AGAIN, "node " + node.address() + " has not answered in time; ask again");
            } catch (ProtocolException other) {
                throw new Refusals.Refused(
                        ExitCode.UNAVAILABLE, "what answers at " + node.address() + " is no Sampo node");
            } catch (IOException brokenOff) {
                throw brokenOff();
            }
        }
    }

    private Refusals.Refused brokenOff() {
        return new Refusals.Refused(
                ExitCode.TRY_AGAIN,
                "the connection to node " + node.address() + " broke off, so it is not known whether it took"
                        + " effect; look, and ask again");
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
            case 400, 413, 415 -> ExitCode.USAGE;
            case 404, 409, 422 -> ExitCode.NO;
            case 408, 429, 503, 504 -> ExitCode.TRY_AGAIN;
            case 500 -> ExitCode.INTERNAL;
            default -> ExitCode.UNAVAILABLE;
        };
    }
}
