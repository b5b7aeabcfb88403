package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.tools.attach.VirtualMachine;
import dev.sampo.harness.Jvm;
import dev.sampo.harness.Jvms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A {@code ./sampo node} as everybody starts it, after it has run jobs: what it has told to whom, and what stands open. */
@Timeout(180)
class RealNodeTest {
    /** Each is a secret that the node has been given, and none has any business in what it writes or answers. */
    private static final Map<String, String> CANARIES = new LinkedHashMap<>(Map.of(
            "a variable that commands do not get", "canary-environment-9d1e7f",
            "a variable that commands get", "canary-let-through-5be210",
            "the password of a journal", "canary-password-77c1a4",
            "a password in the address of a journal", "canary-address-c0ffee",
            "a setting of somebody else", "canary-setting-31d5b8",
            "a token that is wrong", "canary-wrong-token-a8e2",
            "a token in an address", "canary-token-in-query-e0",
            "a cookie", "canary-cookie-4471"));

    private static final String JOB = """
        {"name": "kept", "id": "kept", "tasks": [
          {"name": "large", "command": ["sh", "-c", "yes grain | head -c 100000"], "output": "text", "keep": true},
          {"name": "uses", "inputs": ["large"], "command": ["sh", "-c", "test -n \\"$CANARY_LET_THROUGH\\"; echo used"]},
          {"name": "fails", "command": ["sh", "-c", "echo cannot; exit 3"], "retry": 1}
        ], "failures_allowed": "all"}\
        """;
    private static final String WAITING =
            "{\"name\": \"waiting\", \"id\": \"waiting\", \"tasks\": [{\"name\": \"never\", \"command\": [\"sleep\","
                    + " \"600\"]}]}";

    @TempDir
    private static Path directory;

    private static Jvms jvms;
    private static Jvm node;
    private static Path data;
    private static String address;
    private static String token;

    @BeforeAll
    static void run() throws IOException {
        Path configuration = Files.writeString(directory.resolve("node.conf"), """
            include classpath("application.conf")
            sampo.journal.postgresql.password = "%s"
            sampo.journal.postgresql.url = "jdbc:postgresql://127.0.0.1:1/sampo?password=%s"
            sampo.http.refusals = "1000 per second"
            sampo.commands.variables = ["PATH", "CANARY_LET_THROUGH"]
            company.service.key = "%s"
            """.formatted(
                        CANARIES.get("the password of a journal"),
                        CANARIES.get("a password in the address of a journal"),
                        CANARIES.get("a setting of somebody else")));
        Path log = Files.writeString(directory.resolve("logback.xml"), """
            <configuration>
              <appender name="ALL" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d %level %logger %mdc %msg%n%ex</pattern></encoder>
              </appender>
              <root level="DEBUG"><appender-ref ref="ALL"/></root>
            </configuration>
            """);
        jvms = new Jvms(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx192m",
                        "-Dsampo.partitions=2",
                        "-Dpekko.loglevel=DEBUG",
                        "-Dconfig.file=" + configuration,
                        "-Dlogback.configurationFile=" + log,
                        "-D" + NodeProcesses.PUBLISHED + "=" + NodeProcesses.published(directory)),
                Map.of(
                        "CANARY_OF_THE_NODE",
                        CANARIES.get("a variable that commands do not get"),
                        "CANARY_LET_THROUGH",
                        CANARIES.get("a variable that commands get")));
        var processes = new NodeProcesses(jvms, directory);
        data = processes.data("solo");
        Files.createDirectories(data);
        Files.createDirectories(data.resolve("values"));
        node = processes.start("solo");
        node.awaitLine(line -> line.contains("./sampo nodes"), NodeProcesses.LIMIT);
        address = Files.readAllLines(data.resolve("http")).get(0);
        token = Files.readString(data.resolve(Token.FILE)).strip();
        CANARIES.put("the token", token);
        runJobs();
    }

    @AfterAll
    static void end() {
        jvms.afterEach(null);
    }

    private static void runJobs() throws IOException {
        ask("POST", "/v1/jobs", JOB, 200);
        String ended = ask("GET", "/v1/jobs/kept?wait=15s", "", 200);
        assertThat(ended).contains("\"failed\":1", "\"succeeded\":2");
        ask("POST", "/v1/jobs", WAITING, 200);
        ask("GET", "/v1/jobs/waiting/tasks/never/explanation", "", 200);
        ask("POST", "/v1/jobs", "{\"name\": \"bad\"}", 400);
        ask("POST", "/v1/jobs/kept/rerun", "{\"tasks\": [\"fails\"], \"name\": \"again\"}", 200);
        var json = new ObjectMapper();
        String link = json.readTree(ask("POST", "/v1/page/link", "{}", 200))
                .get("path")
                .asText();
        String code = link.substring(link.indexOf('=') + 1);
        String pass = json.readTree(ask("POST", "/v1/page/pass", "{\"code\":\"" + code + "\"}", 200))
                .get("pass")
                .asText();
        CANARIES.put("the code of a link", code);
        CANARIES.put("the pass of a page", pass);
        ask("GET", "/v1/nodes", "", 200, "Authorization", "Bearer " + pass);
        ask("GET", "/v1/nodes", "", 401, "Authorization", "Bearer " + CANARIES.get("a token that is wrong"));
        ask("GET", "/v1/nodes?token=" + CANARIES.get("a token in an address"), "", 400);
        ask("GET", "/v1/nodes", "", 200, "Cookie", "s=" + CANARIES.get("a cookie"));
    }

    private static String ask(String method, String path, String body, int status, String... headers)
            throws IOException {
        HttpResponse<String> answer = answer(method, path, body, headers);
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isEqualTo(status);
        return answer.body();
    }

    private static HttpResponse<String> read(String path, String... headers) throws IOException {
        return answer("GET", path, "", headers);
    }

    private static HttpResponse<String> answer(String method, String path, String body, String... headers)
            throws IOException {
        var request = HttpRequest.newBuilder(URI.create("http://" + address + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token);
        if (headers.length > 0) {
            request.setHeader(headers[0], headers[1]);
        }
        try {
            return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException(stopped);
        }
    }

    /** S-25. */
    @Test
    void noSecretIsInAnythingItWritesOrAnswers() throws IOException {
        var told = new LinkedHashMap<String, String>();
        for (String path : readable()) {
            told.put("GET " + path, read(path).body());
        }
        for (String format : List.of("dot", "mermaid", "json", "csv", "trace", "html")) {
            told.put(
                    "export " + format,
                    read("/v1/jobs/kept/export?format=" + format).body());
        }
        for (List<String> command : List.of(
                List.of("nodes"),
                List.of("jobs"),
                List.of("explain", "kept"),
                List.of("explain", "waiting", "never"),
                List.of("events", "kept"),
                List.of("logs", "kept", "fails"),
                List.of("network", "status"))) {
            var line = new ArrayList<>(command);
            line.addAll(List.of("--data", data.toString()));
            CommandRun run = CommandRun.of(line.toArray(String[]::new));
            told.put("./sampo " + String.join(" ", command), run.out() + run.err());
        }
        told.put("the log", String.join("\n", node.lines()));
        ProcessHandle.of(node.pid())
                .flatMap(process -> process.info().commandLine())
                .ifPresent(line -> told.put("the arguments of the process", line));
        for (Path file : files()) {
            told.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        assertThat(told.get("the log")).contains("DEBUG");
        assertThat(told.get("GET /v1/jobs/kept/tasks/fails/output")).contains("cannot");
        assertThat(told).anySatisfy((where, text) -> assertThat(where).contains("/replicated/"));
        CANARIES.forEach((what, secret) -> assertThat(told)
                .as(what)
                .allSatisfy((where, text) ->
                        assertThat(text.contains(secret)).as(where).isFalse()));
    }

    /** Every path that can be read, with a job and a task that there are. */
    private static List<String> readable() throws IOException {
        var readable = new ArrayList<String>();
        new ObjectMapper()
                .readTree(ask("GET", OpenApi.PATH, "", 200))
                .get("paths")
                .properties()
                .forEach(path -> {
                    if (path.getValue().has("get")) {
                        readable.add(path.getKey()
                                .replace("{job}", "kept")
                                .replace("{task}", "fails")
                                .replace("{node}", "solo")
                                .replace("{file}", "app.js"));
                    }
                });
        assertThat(readable).hasSizeGreaterThan(20);
        return readable;
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !file.equals(data.resolve(Token.FILE)))
                    .toList();
        }
    }

    /** S-26, also of directories that were there before, for everybody. */
    @Test
    void whatItKeepsIsItsOwnersAlone() throws IOException {
        assumeTrue(
                data.getFileSystem().supportedFileAttributeViews().contains("posix"), "this system has no such modes");
        Awaitility.await().until(() -> files().stream().anyMatch(file -> file.startsWith(data.resolve("values"))));
        var open = new ArrayList<String>();
        try (Stream<Path> all = Files.walk(data)) {
            for (Path path : all.toList()) {
                String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                if (!mode.endsWith("------")) {
                    open.add(mode + " " + path);
                }
            }
        }
        assertThat(open).isEmpty();
        assertThat(Files.getPosixFilePermissions(data)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    /** S-03: two ports, which it has written down, and only programs of this machine reach them. */
    @Test
    void itListensToThisMachineOnlyAndOnNoOtherPorts() throws IOException {
        Path process = Path.of("/proc", Long.toString(node.pid()));
        assumeTrue(Files.isReadable(process.resolve("net/tcp")), "this system does not tell who listens");
        String cluster = Files.readString(data.resolve("port")).strip();
        String http = address.substring(address.indexOf(':') + 1);
        assertThat(listening(process)).containsExactlyInAnyOrder("127.0.0.1:" + cluster, "127.0.0.1:" + http);
    }

    private static List<String> listening(Path process) throws IOException {
        var own = new ArrayList<String>();
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            for (Path each : open.toList()) {
                try {
                    own.add(Files.readSymbolicLink(each).toString());
                } catch (NoSuchFileException closedMeanwhile) {
                    continue;
                }
            }
        }
        var found = new ArrayList<String>();
        for (String table : List.of("net/tcp", "net/tcp6", "net/udp", "net/udp6")) {
            for (String line : Files.readAllLines(process.resolve(table))) {
                String[] columns = line.strip().split(" +");
                boolean waitsForOthers = columns[3].equals(table.contains("tcp") ? "0A" : "07");
                if (waitsForOthers && own.contains("socket:[" + columns[9] + "]")) {
                    found.add(endpoint(columns[1]));
                }
            }
        }
        return found;
    }

    /** The kernel's words, hexadecimal and the lowest byte of each four first. */
    private static String endpoint(String hexadecimal) throws IOException {
        String[] both = hexadecimal.split(":");
        byte[] bytes = HexFormat.of().parseHex(both[0]);
        for (int i = 0; i < bytes.length; i += 4) {
            for (int j = 0; j < 2; j++) {
                byte low = bytes[i + j];
                bytes[i + j] = bytes[i + 3 - j];
                bytes[i + 3 - j] = low;
            }
        }
        return InetAddress.getByAddress(bytes).getHostAddress() + ":" + Integer.parseInt(both[1], 16);
    }

    /** S-32: nothing that tells more of the process, or lets it be steered, than this node's own paths do. */
    @Test
    void nothingIsThereForDebugging() throws Exception {
        for (String path : List.of(
                "/actuator",
                "/actuator/env",
                "/actuator/heapdump",
                "/jolokia",
                "/jolokia/list",
                "/cluster/members",
                "/pekko",
                "/management",
                "/manage/health",
                "/debug/pprof",
                "/jmx",
                "/heapdump",
                "/threaddump",
                "/console",
                "/v1/heapdump",
                "/v1/env",
                "/v1/config",
                "/health")) {
            assertThat(read(path).statusCode()).as(path).isEqualTo(404);
            assertThat(read(path, "Authorization", "none").statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(read("/health/live", "Authorization", "none").body()).isEqualTo("{\"status\":\"ok\"}");
        VirtualMachine machine = VirtualMachine.attach(Long.toString(node.pid()));
        try {
            assertThat(machine.getAgentProperties().stringPropertyNames())
                    .noneMatch(name -> name.contains("jdwp") || name.contains("jmxremote"));
            assertThat(machine.getSystemProperties().stringPropertyNames())
                    .noneMatch(name -> name.startsWith("com.sun.management.jmxremote"));
        } finally {
            machine.detach();
        }
    }
}
