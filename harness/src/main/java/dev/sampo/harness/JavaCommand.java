package dev.sampo.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a JVM is started on the test's own class path, so that the test's classes and lambdas are there. */
final class JavaCommand {
    /** For a quick start and a small process; the full compiler would not pay off in a test's time. */
    private static final List<String> OPTIONS = List.of(
            // Without it a JVM on two cores starts a thread for every completion of an ask.
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED");

    private JavaCommand() {}

    static List<String> of(List<String> options, Class<?> main, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }
}
