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
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A node that is asked, and what its answers mean for the command. */
final class Remote {
    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(3);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);

    private static final Duration LOST_AT_MOST = Duration.ofSeconds(30);
    private static final long AGAIN_EVERY_MILLIS = 250;

    private final Places places;
    private final Duration lostAtMost;
    private List<Notices.Found> candidates;
    private Notices.Found node;
    private Token token;
    private Consumer<String> tells;
    private boolean hasAnswered;
    private boolean isLost;
    private long lostAt;

    Remote(Places places) throws IOException {
        this(places, LOST_AT_MOST);
    }

    Remote(Places places, Duration lostAtMost) throws IOException {
        this.places = places;
        this.lostAtMost = lostAtMost;
        this.candidates = places.look();
        turnTo(candidates.get(0));
    }

    /** Says where nodes may answer, the likeliest first. It is asked again, as one that was started anew has another port. */
    interface Places {
        List<Notices.Found> look() throws IOException;
    }

    /**
     * For what looks on for long: a node that has answered, and does not any more, is looked for anew for a while, as it may
     * only be started again.
     *
     * @param tells is told once each time that the connection is lost
     */
    Remote comingAgain(Consumer<String> tells) {
        this.tells = tells;
        return this;
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

    /** @param key under which it is done once, however often it is sent; null for each time */
    byte[] postOnce(String path, String key, Object body) throws IOException {
        var headers = new TreeMap<>(Map.of("Content-Type", "application/json"));
        if (key != null) {
            headers.put("Idempotency-Key", key);
        }
        return whole("POST", path, headers, Json.write(body));
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
        hasAnswered();
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
        while (true) {
            try (InputStream answer = opened(method, path, headers, body, ANSWERS_WITHIN)) {
                byte[] all = answer.readAllBytes();
                hasAnswered();
                return all;
            } catch (IOException brokenOff) {
                if (!isQuestion(method) || !mayComeAgain()) {
                    throw brokenOff();
                }
            }
        }
    }

    private InputStream opened(String method, String path, Map<String, String> headers, byte[] body, Duration silentMax)
            throws IOException {
        while (true) {
            PlainHttp.Response response = exchange(method, path, headers, body, silentMax);
            if (response.status() / 100 == 2) {
                return response.body();
            }
            try (InputStream problem = response.body()) {
                byte[] why = problem.readAllBytes();
                // One that has just been started is not ready yet.
                boolean isComing = isLost && code(response.status()) == ExitCode.TRY_AGAIN && isQuestion(method);
                if (!isComing || !mayComeAgain()) {
                    throw refused(response.status(), why);
                }
            }
        }
    }

    /** What changes nothing may be asked twice. */
    private static boolean isQuestion(String method) {
        return method.equals("GET");
    }

    private void hasAnswered() {
        hasAnswered = true;
        isLost = false;
    }

    /** Waits a little and looks where nodes are by then; false when it has been tried for long enough. */
    private boolean mayComeAgain() {
        if (tells == null || !hasAnswered) {
            return false;
        }
        long now = System.nanoTime();
        if (!isLost) {
            isLost = true;
            lostAt = now;
            tells.accept("the connection to node " + node.address() + " is lost; it is tried again for "
                    + lostAtMost.toSeconds() + " s");
        }
        if (now - lostAt > lostAtMost.toNanos()) {
            return false;
        }
        try {
            Thread.sleep(AGAIN_EVERY_MILLIS);
            candidates = places.look();
            turnTo(candidates.get(0));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return false;
        } catch (IOException | Refusals.Refused notThereYet) {
            // Where it was is tried as well: it may come back at the same place.
        }
        return true;
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
                if (next < candidates.size()) {
                    turnTo(candidates.get(next++));
                } else if (mayComeAgain()) {
                    next = candidates.indexOf(node) + 1;
                } else {
                    throw new Refusals.Refused(
                            ExitCode.UNAVAILABLE,
                            "no node answers at " + node.address()
                                    + "; start it again, or name another: --node HOST:PORT" + " or --data DIR");
                }
            } catch (SocketTimeoutException late) {
                throw new Refusals.Refused(
                        ExitCode.TRY_AGAIN, "node " + node.address() + " has not answered in time; ask again");
            } catch (ProtocolException other) {
                throw new Refusals.Refused(
                        ExitCode.UNAVAILABLE, "what answers at " + node.address() + " is no Sampo node");
            } catch (IOException brokenOff) {
                if (!isQuestion(method) || !mayComeAgain()) {
                    throw brokenOff();
                }
                next = candidates.indexOf(node) + 1;
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
        if ("BUSY".equals(problem.code()) && problem.retryAfterSeconds() != null) {
            return new Busy(problem.detail(), problem.retryAfterSeconds());
        }
        return new Refusals.Refused(
                "NODE_UNREACHABLE".equals(problem.code()) ? ExitCode.UNAVAILABLE : code(status), problem.detail());
    }

    /** There is too much by now, and it says when to come again. */
    static final class Busy extends Refusals.Refused {
        private static final long serialVersionUID = 1;
        private final long retryAfterSeconds;

        Busy(String message, long retryAfterSeconds) {
            super(ExitCode.TRY_AGAIN, message);
            this.retryAfterSeconds = retryAfterSeconds;
        }

        long retryAfterSeconds() {
            return retryAfterSeconds;
        }
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
