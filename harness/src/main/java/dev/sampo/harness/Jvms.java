package dev.sampo.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts programs of your own in real JVMs on the test's own class path and ends, after each test, those that still run.
 * Register it as an extension: {@code @RegisterExtension final Jvms jvms = new Jvms();} For the nodes of a cluster there
 * is {@link SampoCluster}.
 */
public final class Jvms implements AfterEachCallback {
    private final List<String> options;
    private final Map<String, String> environment;
    private final List<Jvm> started = new ArrayList<>();

    public Jvms() {
        this(List.of("-Xmx256m"));
    }

    /** @param options JVM options for every process, after ours */
    public Jvms(List<String> options) {
        this(options, Map.of());
    }

    /** @param environment variables for every process, besides those of this one */
    public Jvms(List<String> options, Map<String, String> environment) {
        this.options = List.copyOf(options);
        this.environment = Map.copyOf(environment);
    }

    public Jvm start(Class<?> main, String... arguments) {
        var jvm = Jvm.start(
                main.getSimpleName(),
                JavaCommand.of(options, main, List.of(arguments)),
                environment,
                new Output(Optional.empty(), line -> false),
                () -> {});
        started.add(jvm);
        return jvm;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        started.forEach(Jvm::kill);
        started.clear();
    }
}
