package dev.sampo.actors.child;

import dev.sampo.actors.body.UserCode;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The command line of a child: the Java, the class path and the system properties of this JVM, but a heap of its own. */
final class ChildCommand {
    /** Of what this JVM was started with, what decides how code is found and run. Ports and agents are its own. */
    private static final List<String> INHERITED = List.of(
            "-D", "--add-", "--enable-", "--sun-misc-", "-XX:SharedArchiveFile=", "-XX:+IgnoreUnrecognizedVMOptions");

    private static final String OWN = "-Dcom.sun.management.";

    /** Below it the collectors that work beside the program take more than they give. */
    private static final long LARGE = 1L << 30;

    private ChildCommand() {}

    /** @param socket where the child finds its node */
    static List<String> line(ChildSettings settings, long heap, Path socket, UserCode code) {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        inherited().forEach(line::add);
        line.add(HeapClass.option(heap));
        // What is left of a heap that has run full nobody knows; so it ends, whatever thread noticed.
        line.add("-XX:+ExitOnOutOfMemoryError");
        if (heap < LARGE && settings.javaOptions().stream().noneMatch(option -> option.endsWith("GC"))) {
            line.add("-XX:+UseSerialGC");
        }
        line.addAll(settings.javaOptions());
        line.add("-cp");
        line.add(classPath(code.classes()));
        line.add(settings.main());
        line.add(socket.toString());
        line.addAll(code.always());
        return line;
    }

    /** That of this JVM, and what class loaders read that were made since. */
    private static String classPath(ClassLoader classes) {
        var path = new StringBuilder(System.getProperty("java.class.path"));
        for (ClassLoader each = classes; each != null; each = each.getParent()) {
            if (each instanceof URLClassLoader more) {
                Arrays.stream(more.getURLs())
                        .filter(url -> url.getProtocol().equals("file"))
                        .forEach(
                                url -> path.append(File.pathSeparatorChar).append(Path.of(URI.create(url.toString()))));
            }
        }
        return path.toString();
    }

    private static Stream<String> inherited() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> INHERITED.stream().anyMatch(option::startsWith) && !option.startsWith(OWN));
    }
}
