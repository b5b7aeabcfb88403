package dev.sampo.http.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sampo.cli.Refusals;
import dev.sampo.http.Notices;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RemoteTest {
    @TempDir
    private Path directory;

    private final List<String> told = new ArrayList<>();
    private Path token;

    @BeforeEach
    void leaveToken() throws IOException {
        token = directory.resolve("token");
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.createFile(token, owner);
        Files.writeString(token, "a".repeat(64));
    }

    private static HttpServer serving(int status, String body) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        return server;
    }

    private List<Notices.Found> at(HttpServer server) {
        return List.of(new Notices.Found("127.0.0.1:" + server.getAddress().getPort(), token));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void aNodeThatWasStartedAgainIsFoundAtItsNewPortAndWaitedForUntilItIsReady() throws IOException {
        var places = new ArrayList<List<Notices.Found>>();
        HttpServer before = serving(200, "before");
        places.add(at(before));
        var remote = new Remote(() -> places.size() == 1 ? places.get(0) : places.remove(0)).comingAgain(told::add);
        assertThat(text(remote.get("/"))).isEqualTo("before");

        before.stop(0);
        HttpServer starting = serving(503, "{\"detail\": \"not yet\"}");
        HttpServer after = serving(200, "after");
        places.addAll(List.of(at(starting), at(after)));

        assertThat(text(remote.get("/"))).isEqualTo("after");
        assertThat(told).singleElement().asString().contains("is lost; it is tried again for 30 s");
        starting.stop(0);
        after.stop(0);
    }

    @Test
    void aNodeThatStaysAwayIsGivenUpAfterAWhile() throws IOException {
        HttpServer server = serving(200, "there");
        List<Notices.Found> place = at(server);
        var remote = new Remote(() -> place, Duration.ZERO).comingAgain(told::add);
        remote.get("/");
        server.stop(0);

        assertThatThrownBy(() -> remote.get("/"))
                .isInstanceOf(Refusals.Refused.class)
                .hasMessageContaining("no node answers at");
        assertThat(told).hasSize(1);
    }

    @Test
    void aNodeThatHasNeverAnsweredIsNotWaitedFor() throws IOException {
        HttpServer server = serving(200, "there");
        server.stop(0);
        List<Notices.Found> place = at(server);
        var remote = new Remote(() -> place).comingAgain(told::add);

        assertThatThrownBy(() -> remote.get("/")).isInstanceOf(Refusals.Refused.class);
        assertThat(told).isEmpty();
    }
}
