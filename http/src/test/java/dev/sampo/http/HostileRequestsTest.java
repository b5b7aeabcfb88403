package dev.sampo.http;

import static dev.sampo.http.Served.assertHardened;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.http.Served.Answer;
import dev.sampo.resource.Resources;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What may come in at the door, on every route there is; with the token and without. */
@Timeout(60)
class HostileRequestsTest {
    @TempDir
    private static Path directory;

    @RegisterExtension
    static final Served served = Served.duringTheClass();

    /** S-04: before the token is looked at. */
    @Test
    void aHostThatIsNotThisMachineIsMisdirected() {
        for (String path : served.paths()) {
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
        for (Route route : served.routes()) {
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
        for (Route route : served.routes()) {
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
        try (var strict = new Served(directory.resolve("slow"), Map.of("sampo.http.arrive-within", "3s"))) {
            String head = "POST /v1/jobs/x/cancel HTTP/1.1\r\nHost: " + strict.address + "\r\nAuthorization: Bearer "
                    + strict.token + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n";
            var slow = new ArrayList<Trickle>();
            for (int i = 0; i < 167; i++) {
                slow.add(new Trickle(strict.address, "GET /v1/nod"));
                slow.add(new Trickle(strict.address, head + "{\"reason\":\""));
                slow.add(new Trickle(strict.address, ""));
            }
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            var millis = new ArrayList<Long>();
            while (slow.stream().anyMatch(Trickle::isOpen) && System.nanoTime() < end) {
                for (int i = 0; i < 10; i++) {
                    long begin = System.nanoTime();
                    assertThat(strict.get("/v1/nodes").status()).isEqualTo(200);
                    millis.add((System.nanoTime() - begin) / 1_000_000);
                }
                slow.stream().filter(Trickle::isOpen).forEach(Trickle::more);
            }
            millis.sort(null);
            assertThat(millis.get(millis.size() * 95 / 100))
                    .as("p95 of %s", millis)
                    .isLessThan(1_000);
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
}
