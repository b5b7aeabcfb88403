package dev.sampo.harness;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** On the class path of this JVM, with its archive of classes if it has one, or with that of clusters before. */
    static List<String> of(List<String> options, Class<?> main, List<String> arguments) {
        return of(Workplace.kept().flatMap(ClassArchive::madeIn), options, main, arguments);
    }

    /** @param made for JVMs that have none of their own to hand on */
    static List<String> of(Optional<ClassArchive> made, List<String> options, Class<?> main, List<String> arguments) {
        var all = new ArrayList<>(ownArchive());
        Optional<ClassArchive> used = all.isEmpty() ? made : Optional.empty();
        used.ifPresent(archive -> all.add(archive.option()));
        all.addAll(options);
        String classPath = used.map(ClassArchive::classPath).orElseGet(() -> System.getProperty("java.class.path"));
        return of(classPath, all, main, arguments);
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
