package dev.sampo.harness;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a JVM is started on the test's own class path, so that the test's classes and lambdas are there. */
final class JavaCommand {
    /** For a quick start and a small process; the full compiler would not pay off in a test's time. */
    private static final List<String> OPTIONS = List.of(
            // Without it a JVM on two cores starts a thread for every completion of an ask.
            "-Djava.util.concurrent.ForkJoinPool.common.parallelism=4",
            "-XX:TieredStopAtLevel=1",
            // The JVM's own remarks, such as on an archive that does not fit.
            "-Xlog:disable",
            "-Xlog:all=error:stderr");

    private JavaCommand() {}

    /** Java, with what shapes its archive of classes. */
    static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED");
    }

    /** On the class path of this JVM, with its archive of classes if it has one. */
    static List<String> of(List<String> options, Class<?> main, List<String> arguments) {
        var all = new ArrayList<>(ownArchive());
        all.addAll(options);
        return of(System.getProperty("java.class.path"), all, main, arguments);
    }

    static List<String> of(String classPath, List<String> options, Class<?> main, List<String> arguments) {
        var command = new ArrayList<>(java());
        command.addAll(OPTIONS);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(arguments);
        return command;
    }

    private static List<String> ownArchive() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument ->
                        argument.startsWith("-XX:SharedArchiveFile=") || argument.startsWith("-XX:AOTCache="))
                .toList();
    }
}
