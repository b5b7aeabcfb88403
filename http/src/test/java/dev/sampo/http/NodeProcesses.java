package dev.sampo.http;

import dev.sampo.cli.Main;
import dev.sampo.harness.Jvm;
import dev.sampo.harness.Jvms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code ./sampo node}s in processes, in directories of their names. */
record NodeProcesses(Jvms jvms, Path directory) {
    static final Duration LIMIT = Duration.ofSeconds(90);
    static final String PUBLISHED = "sampo.http.published-in";

    static Jvms jvms(Path directory) {
        return new Jvms(options(directory));
    }

    static List<String> options(Path directory) {
        return List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx192m",
                "-Dsampo.partitions=2",
                "-D" + PUBLISHED + "=" + published(directory));
    }

    /** Where programs look that take {@code home} for the directory of their user. */
    static Path published(Path directory) {
        return directory.resolve("home").resolve(".sampo").resolve("nodes");
    }

    Path data(String name) {
        return directory.resolve(name);
    }

    Jvm start(String name, String... more) {
        var arguments = new ArrayList<>(List.of(
                "node", "--name", name, "--cpus", "1", "--data", data(name).toString()));
        arguments.addAll(List.of(more));
        return jvms.start(Main.class, arguments.toArray(String[]::new));
    }

    Jvm join(Jvm first, String name, String... more) {
        String said = first.awaitLine(line -> line.contains("./sampo node --join"), LIMIT)
                .trim();
        var arguments = new ArrayList<>(List.of("--join", said.substring(said.lastIndexOf(' ') + 1)));
        arguments.addAll(List.of(more));
        Jvm node = start(name, arguments.toArray(String[]::new));
        node.awaitLine(line -> line.contains("is a member"), LIMIT);
        node.awaitLine(line -> line.contains("./sampo nodes"), LIMIT);
        return node;
    }
}
