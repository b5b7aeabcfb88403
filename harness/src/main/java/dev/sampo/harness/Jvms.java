package dev.sampo.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts real JVMs on the test's own class path and ends, after each test, those that still run. Register it as an
 * extension: {@code @RegisterExtension final Jvms jvms = new Jvms();}
 */
public final class Jvms implements AfterEachCallback {
    private final List<String> options;
    private final List<Jvm> started = new ArrayList<>();

    public Jvms() {
        this(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
    }

    /** @param options JVM options for every process, besides those a JVM on few cores needs */
    public Jvms(List<String> options) {
        this.options = List.copyOf(options);
    }

    public Jvm start(Class<?> main, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Without it a JVM on two cores starts a thread for every completion of an ask.
        command.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=4");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        try {
            var jvm = new Jvm(
                    main.getSimpleName(),
                    new ProcessBuilder(command).redirectErrorStream(true).start());
            started.add(jvm);
            return jvm;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start " + command, failure);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        started.forEach(Jvm::kill);
        started.clear();
    }
}
