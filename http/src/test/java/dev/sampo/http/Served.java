package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.sampo.Sampo;
import dev.sampo.cli.Directories;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Sampo of this JVM that serves HTTP, and requests to it as raw as a test likes them. Registered as an extension,
 * {@code @RegisterExtension static final Served served = Served.duringTheClass();}, it is there for all tests of the class.
 */
final class Served implements AutoCloseable, BeforeAllCallback, AfterAllCallback {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Map<String, Object> settings;
    Sampo sampo;
    Path data;
    String address;
    String token;

    private Served(Map<String, Object> settings) {
        this.settings = settings;
    }

    Served(Path data) {
        this(data, Map.of());
    }

    Served(Path data, Map<String, Object> settings) {
        this(settings);
        start(data);
    }

    static Served duringTheClass() {
        return duringTheClass(Map.of());
    }

    static Served duringTheClass(Map<String, Object> settings) {
        return new Served(settings);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        start(Files.createTempDirectory("sampo-served-"));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (sampo != null) {
            close();
            Directories.delete(data);
        }
    }

    private void start(Path directory) {
        var all = new TreeMap<String, Object>(settings);
        all.putIfAbsent("sampo.http.enabled", true);
        all.putIfAbsent("sampo.http.published-in", "");
        all.putIfAbsent("sampo.http.refusals", "1000000 per second");
        all.putIfAbsent("sampo.node.cpus", 2);
        all.putIfAbsent("sampo.node.memory", "1GiB");
        all.putIfAbsent("sampo.node.gpus", 0);
        all.put("sampo.data", directory.toString());
        var config = ConfigFactory.empty();
        for (var each : all.entrySet()) {
            config = config.withValue(each.getKey(), ConfigValueFactory.fromAnyRef(each.getValue()));
        }
        data = directory;
        sampo = Sampo.local(config.withFallback(ConfigFactory.load()));
        address = sampo.httpAddress().orElseThrow();
        try {
            token = Files.readString(data.resolve(Token.FILE)).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The table of all that it serves. */
    List<Route> routes() {
        var settings = HttpSettings.from(ConfigFactory.load().getConfig("sampo.http"), data);
        return HttpDoor.router(sampo, settings, passes(), MetricsRoutes.off()).routes();
    }

    /** Every path of the table, with x for names, and some that are in none. */
    List<String> paths() {
        Stream<String> known = routes().stream().map(route -> route.path().replaceAll("\\{[a-z]+}", "x"));
        return Stream.concat(known, Stream.of("/", "/nowhere")).distinct().toList();
    }

    /** As all answers are. */
    static void assertHardened(Answer answer) {
        assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.header("X-Frame-Options")).hasValue("DENY");
        assertThat(answer.header("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(answer.header("Set-Cookie")).isEmpty();
        assertThat(answer.header("Server")).isEmpty();
    }

    /** As the node has them, but for codes: those it made are its own. */
    Passes passes() {
        return new Passes(Token.at(data.resolve(Token.FILE)), Duration.ofHours(1), System::currentTimeMillis);
    }

    /** What came back. */
    record Answer(int status, Map<String, String> headers, String body) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }
    }

    /** With the token and a good Host, and these headers over those: "Name: value", or "Name:" to leave it out. */
    Answer ask(String method, String path, String body, String... headers) {
        var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        all.put("Host", address);
        all.put("Authorization", "Bearer " + token);
        all.put("Connection", "close");
        if (!body.isEmpty()) {
            all.put("Content-Type", "application/json");
            all.put("Content-Length", Integer.toString(body.getBytes(StandardCharsets.UTF_8).length));
        }
        for (String header : headers) {
            int colon = header.indexOf(':');
            String value = header.substring(colon + 1).strip();
            if (value.isEmpty()) {
                all.remove(header.substring(0, colon));
            } else {
                all.put(header.substring(0, colon), value);
            }
        }
        var request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        all.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        return raw(request.append("\r\n").append(body).toString());
    }

    Answer get(String path) {
        return ask("GET", path, "");
    }

    Answer raw(String request) {
        int colon = address.lastIndexOf(':');
        try (var socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)))) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            boolean isSent = sent(socket, request);
            return answer(isSent ? new BufferedInputStream(socket.getInputStream()).readAllBytes() : new byte[0]);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** False when it was not let finish, as with what is too long. */
    private static boolean sent(Socket socket, String request) {
        try {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return true;
        } catch (IOException cutOff) {
            return false;
        }
    }

    private static Answer answer(byte[] bytes) {
        String all = new String(bytes, StandardCharsets.UTF_8);
        int end = all.indexOf("\r\n\r\n");
        String[] lines = all.substring(0, Math.max(0, end)).split("\r\n");
        var headers = new TreeMap<String, String>();
        Arrays.stream(lines)
                .skip(1)
                .forEach(line -> headers.put(
                        line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                        line.substring(line.indexOf(':') + 1).strip()));
        return new Answer(
                end < 0 ? 0 : Integer.parseInt(lines[0].split(" ")[1]), headers, all.substring(end < 0 ? 0 : end + 4));
    }

    @Override
    public void close() {
        sampo.close();
    }
}
