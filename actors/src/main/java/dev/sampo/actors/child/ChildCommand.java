package dev.sampo.actors.child;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** The command line of a child: the Java, the class path and the system properties of this JVM, but a heap of its own. */
final class ChildCommand {
    /** Of what this JVM was started with, what decides how code is found and run. Ports and agents are its own. */
    private static final List<String> INHERITED = List.of(
            "-D",
            "--add-",
            "--enable-",
            "--sun-misc-",
            "-XX:SharedArchiveFile=",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:+UseSerialGC");

    private static final String OWN = "-Dcom.sun.management.";

    private ChildCommand() {}

    /**
     * @param socket where the child finds its node
     * @param allowed names of what may travel whatever a Dag says
     */
    static List<String> line(ChildSettings settings, long heap, Path socket, Collection<String> allowed) {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        inherited().forEach(line::add);
        line.add(HeapClass.option(heap));
        // What is left of a heap that has run full nobody knows; so it ends, whatever thread noticed.
        line.add("-XX:+ExitOnOutOfMemoryError");
        line.add("-Dsampo.child=true");
        line.addAll(settings.javaOptions());
        line.add("-cp");
        line.add(System.getProperty("java.class.path"));
        line.add(settings.main());
        line.add(socket.toString());
        line.addAll(allowed);
        return line;
    }

    private static Stream<String> inherited() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> INHERITED.stream().anyMatch(option::startsWith) && !option.startsWith(OWN));
    }
}
