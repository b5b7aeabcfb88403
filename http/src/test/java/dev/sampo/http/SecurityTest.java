package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigException;
import dev.sampo.Sampo;
import dev.sampo.http.Served.Answer;
import dev.sampo.resource.Resources;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Attacks on the door, each on every route there is. */
@Timeout(60)
class SecurityTest {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD");

    @TempDir
    private static Path directory;

    private static Served served;

    @BeforeAll
    static void serve() {
        served = new Served(directory.resolve("node"));
    }

    @AfterAll
    static void close() {
        served.close();
    }

    /** Every route of the table, and a path that is in none. */
    private static List<String> paths() {
        Stream<String> known = routes().stream().map(route -> route.path().replaceAll("\\{[a-z]+}", "x"));
        return Stream.concat(known, Stream.of("/", "/nowhere")).distinct().toList();
    }

    private static List<Route> routes() {
        return served.routes();
    }

    private static void assertHardened(Answer answer) {
        assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.header("X-Frame-Options")).hasValue("DENY");
        assertThat(answer.header("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(answer.header("Set-Cookie")).isEmpty();
        assertThat(answer.header("Server")).isEmpty();
    }

    /** S-01: before it is even said whether there is such a path. */
    @Test
    void withoutTheTokenNothingIsServedOnAnyPathByAnyMethod() {
        String forged = "Bearer " + Long.MAX_VALUE + ".x.y";
        for (String path : paths()) {
            for (String method : METHODS) {
                if (isForEverybody(method, path)) {
                    continue;
                }
                for (String token :
                        List.of("", "Bearer wrong", "Bearer ", "Basic " + served.token, served.token, forged)) {
                    Answer answer = served.ask(method, path, "", "Authorization: " + token);
                    assertThat(answer.status())
                            .as("%s %s with \"%s\"", method, path, token)
                            .isEqualTo(401);
                    assertHardened(answer);
                    if (!method.equals("HEAD")) {
                        assertThat(answer.body())
                                .contains("\"code\":\"AUTH_REQUIRED\"")
                                .doesNotContain(served.token);
                    }
                }
            }
        }
    }

    /** S-32. Those who start and stop processes have no token, and are told nothing else. */
    @Test
    void healthIsToldToStrangersInOneWord() {
        for (String path : List.of("/health/live", "/health/ready")) {
            Answer answer = served.ask("GET", path, "", "Authorization:");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"status\":\"ok\"}");
            assertHardened(answer);
        }
    }

    private static boolean isForEverybody(String method, String path) {
        return routes().stream()
                .anyMatch(route -> route.access() == Route.Access.EVERYBODY
                        && route.method().equals(method)
                        && route.path().replaceAll("\\{[a-z]+}", "x").equals(path));
    }

    /** The files of the page are in every jar; and who has a code may have a pass. Nothing else. */
    @Test
    void whatEverybodyMayHaveSaysNothingOfThisNode() {
        assertThat(routes().stream()
                        .filter(route -> route.access() == Route.Access.EVERYBODY)
                        .map(route -> route.method() + " " + route.path()))
                .containsExactlyInAnyOrder(
                        "GET /", "GET /page/{file}", "POST /v1/page/pass", "GET /health/live", "GET /health/ready");
        for (String path : List.of("/", "/page/app.js", "/page/page.css", "/page/icon.svg")) {
            Answer answer = served.ask("GET", path, "", "Authorization:");
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertHardened(answer);
            assertThat(answer.body()).doesNotContain(served.token, served.address);
        }
        assertThat(served.ask("GET", "/", "", "Authorization:").header("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("script-src 'self'", "require-trusted-types-for 'script'")
                        .doesNotContain("unsafe", "http:", "*"));
        for (String name : List.of("x", "..%2fToken.class", "%2e%2e%2f%2e%2e", "app.js%00", "INDEX.HTML")) {
            assertThat(served.ask("GET", "/page/" + name, "", "Authorization:").status())
                    .as(name)
                    .isIn(400, 404);
        }
        for (String body : List.of("{}", "{\"code\":\"\"}", "{\"code\":\"" + "x".repeat(43) + "\"}")) {
            Answer answer = served.ask("POST", "/v1/page/pass", body, "Authorization:");
            assertThat(answer.status()).as(body).isEqualTo(403);
            assertThat(answer.body()).contains("LINK_USED");
        }
    }

    /** Whoever follows a link to the page sees it; a page of another site gets nothing of it. */
    @Test
    void theDocumentItselfMayBeLinkedToAndNothingElse() {
        String[] followed = {"Authorization:", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Dest: document"};
        assertThat(served.ask("GET", "/", "", followed).status()).isEqualTo(200);
        assertThat(served.ask("GET", "/v1/nodes", "", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Dest: document")
                        .status())
                .isEqualTo(403);
        for (String dest : List.of("iframe", "script", "empty")) {
            assertThat(served.ask("GET", "/", "", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Dest: " + dest)
                            .status())
                    .as(dest)
                    .isEqualTo(403);
        }
        assertThat(served.ask("POST", "/v1/page/pass", "{}", "Origin: https://evil.example", "Sec-Fetch-Dest: document")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aLinkIsGoodOnceAndItsPassOpensAllButFurtherLinks() {
        String path = json(served.ask("POST", "/v1/page/link", "{}"), "path");
        assertThat(path).startsWith("/#code=");
        String code = "{\"code\":\"" + path.substring("/#code=".length()) + "\"}";
        Answer first = served.ask("POST", "/v1/page/pass", code, "Authorization:");
        assertThat(first.status()).isEqualTo(200);
        String pass = json(first, "pass");
        assertThat(pass).doesNotContain(served.token);
        assertThat(served.ask("POST", "/v1/page/pass", code, "Authorization:").status())
                .isEqualTo(403);
        String sent = "Authorization: Bearer " + pass;
        assertThat(served.ask("GET", "/v1/nodes", "", sent).status()).isEqualTo(200);
        assertThat(served.ask("POST", "/v1/page/link", "{}", sent).status()).isEqualTo(401);
        assertThat(served.ask("GET", "/v1/nodes", "", sent, "Origin: https://evil.example")
                        .status())
                .isEqualTo(403);
        String longer = "Bearer 9" + pass;
        assertThat(served.ask("GET", "/v1/nodes", "", "Authorization: " + longer)
                        .status())
                .isEqualTo(401);
    }

    private static String json(Answer answer, String field) {
        return answer.body().replaceAll(".*\"" + field + "\":\"([^\"]+)\".*", "$1");
    }

    @Test
    void whatAPathDoesNotTakeIsRefusedWithWhatItTakes() {
        Answer answer = served.ask("POST", "/v1/nodes", "{}");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).hasValue("GET");
        assertThat(served.get("/nowhere").body()).contains("NO_SUCH_PATH", OpenApi.PATH);
    }

    @Test
    void aWebSocketOrAnEventStreamNeedsTheTokenToo() {
        assertThat(served.ask(
                                "GET",
                                "/v1/jobs/x/events",
                                "",
                                "Authorization:",
                                "Connection: Upgrade, close",
                                "Upgrade: websocket",
                                "Sec-WebSocket-Version: 13",
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
                        .status())
                .isEqualTo(401);
        assertThat(served.ask("GET", "/v1/jobs/x/events", "", "Authorization:", "Accept: text/event-stream")
                        .status())
                .isEqualTo(401);
    }

    /** S-04: before the token is looked at. */
    @Test
    void aHostThatIsNotThisMachineIsMisdirected() {
        for (String path : paths()) {
            for (String host : List.of("evil.example:8080", "127.0.0.1.evil.example", "localhost.evil:1", "10.0.0.1")) {
                Answer answer = served.ask("GET", path, "", "Host: " + host);
                assertThat(answer.status()).as("%s at %s", path, host).isEqualTo(421);
                assertThat(answer.body()).contains("BAD_HOST");
                assertHardened(answer);
            }
        }
        assertThat(served.ask("GET", "/v1/nodes", "", "Host: localhost:1").status())
                .isEqualTo(200);
        assertThat(served.ask("GET", "/v1/nodes", "", "Host: [::1]:1").status()).isEqualTo(200);
    }

    /** S-05. */
    @Test
    void aPageOfAnotherOriginChangesAndReadsNothing() {
        for (Route route : routes()) {
            String path = route.path().replaceAll("\\{[a-z]+}", "x");
            for (String header : List.of(
                    "Origin: https://evil.example",
                    "Origin: null",
                    "Origin: http://127.0.0.1:1",
                    "Sec-Fetch-Site: cross-site",
                    "Sec-Fetch-Site: same-site")) {
                Answer answer = served.ask(route.method(), path, "", header);
                assertThat(answer.status())
                        .as("%s %s with %s", route.method(), path, header)
                        .isEqualTo(403);
                assertThat(answer.body()).contains("CROSS_ORIGIN");
                assertHardened(answer);
            }
        }
        assertThat(served.ask("GET", "/v1/nodes", "", "Origin: http://" + served.address)
                        .status())
                .isEqualTo(200);
    }

    /** S-05: what a form can send. */
    @Test
    void onlyJsonIsTaken() {
        for (Route route : routes()) {
            String path = route.path().replaceAll("\\{[a-z]+}", "x");
            for (String type :
                    List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")) {
                if (route.body().isPresent()) {
                    Answer answer = served.ask(route.method(), path, "{}", "Content-Type: " + type);
                    assertThat(answer.status())
                            .as("%s %s as %s", route.method(), path, type)
                            .isEqualTo(415);
                    assertHardened(answer);
                }
            }
        }
    }

    /** S-12. */
    @Test
    void whatIsTooLargeIsRefusedWithoutBeingRead() {
        String path = "/v1/jobs/x/cancel";
        assertThat(served.ask("POST", path, "{\"reason\":\"" + "x".repeat(2 << 20) + "\"}")
                        .status())
                .isIn(0, 413);
        assertThat(served.raw("POST " + path + " HTTP/1.1\r\nHost: " + served.address + "\r\nAuthorization: Bearer "
                                + served.token
                                + "\r\nContent-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n")
                        .status())
                .isEqualTo(413);
        assertThat(served.ask("GET", "/v1/nodes", "", "X-Long: " + "x".repeat(20_000))
                        .status())
                .isBetween(400, 431);
        assertThat(served.get("/v1/nodes?" + "x".repeat(20_000)).status()).isBetween(400, 431);
        assertThat(served.get("/v1/nodes").status()).isEqualTo(200);
    }

    /** What never becomes a request is refused in the same form as all else, and as hardened. */
    @Test
    void whatCannotBeReadIsToldAsAProblemToo() {
        String end = "Host: " + served.address + "\r\nConnection: close\r\n\r\n";
        var broken = Map.of(
                "GET /v1/nodes?" + "x".repeat(20_000) + " HTTP/1.1\r\n" + end,
                "URI_TOO_LONG",
                "GET /v1/nodes HTTP/1.1\r\nX-Long: " + "x".repeat(20_000) + "\r\n" + end,
                "HEADERS_TOO_LARGE",
                "GET /v1/nodes HTTP/1.1\r\n" + "X-Many: y\r\n".repeat(100) + end,
                "NOT_HTTP",
                "BREW /v1/nodes HTTP/1.1\r\n" + end,
                "METHOD_UNKNOWN",
                "GET /v1/nodes HTTP/7.0\r\n" + end,
                "HTTP_VERSION",
                "GET /v1/%zz HTTP/1.1\r\n" + end,
                "NOT_HTTP",
                "GET http://[::1/ HTTP/1.1\r\n" + end,
                "NOT_HTTP",
                "POST /v1/jobs/x/pause HTTP/1.1\r\nContent-Length: -1\r\n" + end,
                "NOT_HTTP",
                "\u0016\u0003\u0001\u0002 hello \r\n\r\n",
                "NOT_HTTP");
        broken.forEach((request, code) -> {
            Answer answer = served.raw(request);
            String shown = request.substring(0, Math.min(60, request.length()));
            assertThat(answer.header("Content-Type")).as(shown).hasValue("application/problem+json");
            assertThat(answer.body()).as(shown).contains("\"code\":\"" + code + "\"", "\"status\":" + answer.status());
            assertHardened(answer);
        });
    }

    /** S-13. */
    @Test
    void whoSendsAByteNowAndThenIsCutOffWhileOthersAreServed() throws IOException {
        try (var strict = new Served(directory.resolve("slow"), Map.of("sampo.http.arrive-within", "700ms"))) {
            String head = "POST /v1/jobs/x/cancel HTTP/1.1\r\nHost: " + strict.address + "\r\nAuthorization: Bearer "
                    + strict.token + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n";
            var slow = new ArrayList<Trickle>();
            for (int i = 0; i < 20; i++) {
                slow.add(new Trickle(strict.address, "GET /v1/nod"));
                slow.add(new Trickle(strict.address, head + "{\"reason\":\""));
                slow.add(new Trickle(strict.address, ""));
            }
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (slow.stream().anyMatch(Trickle::isOpen) && System.nanoTime() < end) {
                assertThat(strict.get("/v1/nodes").status()).isEqualTo(200);
                for (Trickle each : slow) {
                    each.more();
                }
            }
            assertThat(slow).noneMatch(Trickle::isOpen);
            assertThat(slow.get(1).heard()).contains("408", "TOO_SLOW");
        }
    }

    /** A client that is alive and never done. */
    private static final class Trickle {
        private final Socket socket;
        private final StringBuilder heard = new StringBuilder();
        private boolean isOpen = true;

        Trickle(String address, String begin) throws IOException {
            int colon = address.lastIndexOf(':');
            socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
            socket.setSoTimeout(1);
            socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
        }

        void more() {
            try {
                socket.getOutputStream().write('e');
                for (int read = socket.getInputStream().read();
                        ;
                        read = socket.getInputStream().read()) {
                    if (read < 0) {
                        isOpen = false;
                        return;
                    }
                    heard.append((char) read);
                }
            } catch (SocketTimeoutException nothingYet) {
                // It is open.
            } catch (IOException reset) {
                isOpen = false;
            }
        }

        boolean isOpen() {
            return isOpen;
        }

        String heard() {
            return heard.toString();
        }
    }

    /** S-14. */
    @Test
    void hostileJsonIsRefusedWithPlaceAndReason() {
        var bodies = Map.of(
                "[".repeat(100_000),
                "BAD_FIELD",
                "{\"reason\":" + "[".repeat(1_000),
                "BAD_FIELD",
                "{\"reason\":\"a\",\"reason\":\"b\"}",
                "BAD_JSON",
                "{\"reason\":NaN}",
                "BAD_JSON",
                "{\"reason\":\"a\"} more",
                "BAD_JSON",
                "{\"@class\":\"java.util.ArrayList\"}",
                "UNKNOWN_FIELD",
                "{\"__proto__\":1}",
                "UNKNOWN_FIELD",
                "{\"reason\":{\"a\":1}}",
                "BAD_FIELD",
                "null",
                "BAD_JSON",
                "{\"reason\":\"" + "x".repeat(100_000) + "\"}",
                "JSON_TOO_DEEP");
        bodies.forEach((body, code) -> {
            Answer answer = served.ask("POST", "/v1/jobs/x/cancel", body);
            assertThat(answer.status())
                    .as(body.substring(0, Math.min(40, body.length())))
                    .isEqualTo(400);
            assertThat(answer.body()).contains("\"code\":\"" + code + "\"").doesNotContain("jackson", "java.");
        });
    }

    /** S-14: where anything may stand. */
    @Test
    void jsonIsNoDeeperThanItMayBe() {
        Answer answer = served.ask("POST", "/v1/nodes/x/change", "{\"add\":{\"cpus\":" + "[".repeat(100_000));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"JSON_TOO_DEEP\"");
        for (String amount : List.of("-1", "1e308", "1e999", "\"many\"", "[1]", "null", "true", "{\"a\":1}")) {
            Answer refused = served.ask(
                    "POST", "/v1/nodes/" + served.sampo.node() + "/change", "{\"add\":{\"cpus\":" + amount + "}}");
            assertThat(refused.status()).as(amount).isEqualTo(400);
            assertThat(refused.body()).as(amount).contains("cpus").doesNotContain("Exception", "java.");
        }
        assertThat(served.sampo.capacity()).isEqualTo(Resources.cpus(2).memory("1GiB"));
    }

    /** S-17. */
    @Test
    void strangeNamesFindNothingAndAreNotEchoedRaw() {
        for (String name :
                List.of("..%2f..%2fetc%2fpasswd", "%00", "a%0ab", "%1b%5b31m", "x".repeat(200), "%e2%80%ae")) {
            for (String path :
                    List.of("/v1/jobs/" + name, "/v1/jobs/x/tasks/" + name + "/explanation", "/v1/nodes/" + name)) {
                Answer answer = served.get(path);
                assertThat(answer.status()).as(path).isIn(400, 404);
                assertThat(answer.body().chars().noneMatch(c -> c < ' '))
                        .as(path)
                        .isTrue();
            }
        }
        for (String path : List.of("//etc/passwd", "/v1/..%2f..%2f", "/v1/%252e%252e/nodes")) {
            assertThat(served.get(path).status()).as(path).isEqualTo(404);
        }
    }

    /** S-26. */
    @Test
    void theTokenIsItsOwnersAloneAndStaysTheSame() throws IOException {
        Path token = served.data.resolve(Token.FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(served.data.resolve("http"))))
                .isEqualTo("rw-------");
        assertThat(served.token).hasSizeGreaterThanOrEqualTo(43);
        assertThat(Token.at(token).isSentAs("Bearer " + served.token)).isTrue();
        assertThat(Token.at(token)).asString().doesNotContain(served.token);
        try (Stream<Path> files = Files.list(served.data)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("token."));
        }
    }

    @Test
    void aTokenThatOthersMayReadIsRefused() throws IOException {
        Path data = Files.createDirectories(directory.resolve("open"));
        Files.writeString(data.resolve(Token.FILE), "x".repeat(43));
        Files.setPosixFilePermissions(data.resolve(Token.FILE), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> new Served(data))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("INSECURE_KEY_PERMISSIONS")
                .hasMessageContaining("chmod 600");
    }

    /** S-02. */
    @Test
    void beyondLoopbackItDoesNotListen() {
        for (String host : List.of("0.0.0.0", "::", "10.1.2.3")) {
            assertThatThrownBy(() -> new Served(directory.resolve("beyond"), Map.of("sampo.http.host", host)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("REFUSING_INSECURE_BIND " + host);
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        int port = Integer.parseInt(served.address.substring(served.address.indexOf(':') + 1));
        assertThatThrownBy(() -> new Served(directory.resolve("second"), Map.of("sampo.http.port", port)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }

    /** A program that uses Sampo as a library serves nothing unless it is told to. */
    @Test
    void aLibraryOpensNoDoor() {
        try (Sampo sampo = Sampo.local()) {
            assertThat(sampo.httpAddress()).isEmpty();
        }
    }

    @Test
    void whoComesTooOftenIsToldWhenToComeAgain() {
        try (var strict = new Served(
                directory.resolve("strict"),
                Map.of(
                        "sampo.http.rate",
                        "1 per minute",
                        "sampo.http.burst",
                        3,
                        "sampo.http.refusals",
                        "2 per minute"))) {
            for (int i = 0; i < 2; i++) {
                assertThat(strict.ask("GET", "/v1/nodes", "", "Authorization:").status())
                        .isEqualTo(401);
            }
            Answer refused = strict.ask("GET", "/v1/nodes", "", "Authorization:");
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).hasValueSatisfying(wait -> assertThat(Integer.parseInt(wait))
                    .isBetween(1, 60));
            for (int i = 0; i < 3; i++) {
                assertThat(strict.ask("GET", "/health/live", "", "Authorization: Bearer wrong")
                                .status())
                        .isEqualTo(200);
            }
            assertThat(strict.ask("GET", "/health/live", "", "Authorization:").status())
                    .isEqualTo(429);
            for (int i = 0; i < 3; i++) {
                assertThat(strict.get("/v1/nodes").status())
                        .as("strangers use up nothing of the owner's")
                        .isEqualTo(200);
            }
            Answer often = strict.get("/v1/nodes");
            assertThat(often.status()).isEqualTo(429);
            assertThat(often.header("Retry-After")).isPresent();
            assertHardened(often);
        }
    }
}
