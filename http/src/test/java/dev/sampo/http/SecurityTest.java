package dev.sampo.http;

import static dev.sampo.http.Served.assertHardened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigException;
import dev.sampo.Sampo;
import dev.sampo.http.Served.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who may come in at the door, on every route there is, and where it stands. */
@Timeout(60)
class SecurityTest {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD");

    @TempDir
    private static Path directory;

    @RegisterExtension
    static final Served served = Served.duringTheClass();

    /** S-01: before it is even said whether there is such a path. */
    @Test
    void withoutTheTokenNothingIsServedOnAnyPathByAnyMethod() {
        String forged = "Bearer " + Long.MAX_VALUE + ".x.y";
        for (String path : served.paths()) {
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
        return served.routes().stream()
                .anyMatch(route -> route.access() == Route.Access.EVERYBODY
                        && route.method().equals(method)
                        && route.path().replaceAll("\\{[a-z]+}", "x").equals(path));
    }

    /** The files of the page are in every jar; and who has a code may have a pass. Nothing else. */
    @Test
    void whatEverybodyMayHaveSaysNothingOfThisNode() {
        assertThat(served.routes().stream()
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
