package dev.sampo.journal.postgresql;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A PostgreSQL server on a free loopback port, in a directory of its own, gone with the test that started it. */
final class ThrowAwayServer implements AutoCloseable {
    static final String USER = "sampo";
    static final String PASSWORD = "open sesame";

    private static final long START_SECONDS = 60;

    /** PostgreSQL refuses to run as root. */
    private static final List<String> AS_SOMEBODY =
            List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups");

    /** The server ends when this pipe does, so it never outlives the test, even if that is killed. */
    private static final String GUARDED = "\"$@\" & pid=$!; cat > /dev/null; kill -QUIT $pid; wait $pid";

    private final Path directory;
    private final int port;
    private final Process process;

    private ThrowAwayServer(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Why there can be none here; empty when there can. */
    static Optional<String> missing() {
        if (program("initdb").isEmpty() || program("postgres").isEmpty()) {
            return Optional.of("PostgreSQL (initdb, postgres) is not installed");
        }
        return isRoot() && program("setpriv").isEmpty()
                ? Optional.of("PostgreSQL does not run as root, and setpriv is not installed")
                : Optional.empty();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** On the path, or where Debian has it. */
    private static Optional<Path> program(String name) {
        var places = new ArrayList<>(Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(Path::of)
                .toList());
        try (Stream<Path> versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            versions.map(version -> version.resolve("bin")).forEach(places::add);
        } catch (IOException none) {
            // Then it is on the path or nowhere.
        }
        return places.stream()
                .map(place -> place.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static ThrowAwayServer start() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("sampo-postgresql-");
        Path passwords = Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        if (isRoot()) {
            var postgres =
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres");
            Files.setOwner(directory, postgres);
            Files.setOwner(passwords, postgres);
        }
        Path data = directory.resolve("data");
        run(
                program("initdb").orElseThrow().toString(),
                "-D",
                data.toString(),
                "-U",
                USER,
                "--pwfile",
                passwords.toString(),
                "-A",
                "scram-sha-256",
                "--no-sync");
        int port = freePort();
        var server = new ThrowAwayServer(
                directory,
                port,
                process(
                        "sh",
                        "-c",
                        GUARDED,
                        "sh",
                        program("postgres").orElseThrow().toString(),
                        "-D",
                        data.toString(),
                        "-p",
                        Integer.toString(port),
                        "-h",
                        "127.0.0.1",
                        "-k",
                        directory.toString()));
        server.awaitStart();
        return server;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Process process(String... command) throws IOException {
        var whole = new ArrayList<String>(isRoot() ? AS_SOMEBODY : List.of());
        whole.addAll(List.of(command));
        return new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .directory(new File("/"))
                .start();
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = process(command);
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ":\n" + said);
        }
    }

    private void awaitStart() throws IOException {
        var said = new StringBuilder();
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        for (String line = output.readLine(); line != null && System.nanoTime() < end; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.contains("ready to accept connections")) {
                var rest = new Thread(() -> output.lines().forEach(ignored -> {}), "output of PostgreSQL");
                rest.setDaemon(true);
                rest.start();
                return;
            }
        }
        throw new IOException("PostgreSQL did not start:\n" + said);
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Makes a database of that name and gives what Sampo needs to use it. */
    String settings(String database) throws SQLException {
        execute("postgres", "CREATE DATABASE " + database);
        return """
                sampo.journal {
                  home = postgresql
                  postgresql { url = "%s", user = "%s", password = "%s" }
                }
                """.formatted(url(database), USER, PASSWORD);
    }

    void execute(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(database), USER, PASSWORD);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            process.waitFor();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
