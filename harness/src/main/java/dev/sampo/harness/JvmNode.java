package dev.sampo.harness;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A node in a JVM of its own. */
final class JvmNode implements ClusterNode {
    private static final Duration END = Duration.ofSeconds(30);

    private final String name;
    private final List<String> jvmOptions;
    private final Map<String, String> environment;
    private final Path directory;
    private final Optional<ClassArchive> archive;
    private final Output output;
    private final Questions questions = new Questions();
    private volatile Jvm life;

    /** @param directory where its configuration and its output are written */
    JvmNode(String name, Config settings, List<String> jvmOptions, Path directory, Optional<ClassArchive> archive) {
        this.name = name;
        this.jvmOptions = jvmOptions;
        this.environment = environment(settings);
        this.directory = directory;
        this.archive = archive;
        try {
            Files.createDirectories(directory);
            Files.writeString(configuration(), settings.root().render(ConfigRenderOptions.concise()));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write to " + directory, failure);
        }
        this.output = new Output(Optional.of(directory.resolve("output.log")), questions::take);
    }

    private static Map<String, String> environment(Config settings) {
        return settings.hasPath(NodeSpec.ENVIRONMENT)
                ? settings.getObject(NodeSpec.ENVIRONMENT).entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey,
                                variable -> variable.getValue().unwrapped().toString()))
                : Map.of();
    }

    @Override
    public void start(Runnable atStart, Runnable atEnd) {
        if (isRunning()) {
            throw new IllegalStateException(name + " is running already");
        }
        if (life != null) {
            life.exitCode(END);
        }
        atStart.run();
        output.note(life == null ? "started" : "started again");
        life = Jvm.start(name, command(), environment, output, () -> {
            questions.end(name + " has ended");
            atEnd.run();
        });
    }

    private Path configuration() {
        return directory.resolve("node.conf");
    }

    private List<String> command() {
        var arguments = List.of(configuration().toString());
        if (archive.isEmpty()) {
            return JavaCommand.of(jvmOptions, NodeMain.class, arguments);
        }
        var options = new ArrayList<>(archive.get().options(directory));
        options.addAll(jvmOptions);
        return JavaCommand.of(archive.get().classPath(), options, NodeMain.class, arguments);
    }

    @Override
    public void awaitReady(Duration limit) {
        current().awaitLine(line -> line.startsWith(NodeMain.READY), limit);
    }

    private Jvm current() {
        Jvm jvm = life;
        if (jvm == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return jvm;
    }

    @Override
    public boolean isRunning() {
        Jvm jvm = life;
        return jvm != null && jvm.isAlive();
    }

    @Override
    public void kill() {
        output.note("killed");
        current().kill();
    }

    @Override
    public int terminate(Duration limit) {
        output.note("told to end");
        current().terminate();
        return current().exitCode(limit);
    }

    @Override
    public void pause() {
        output.note("paused");
        Signals.pause(pid());
    }

    @Override
    public void resume() {
        output.note("resumed");
        Signals.resume(pid());
    }

    @Override
    public <T> T ask(Question<T> question, Duration limit) {
        return Answers.await(name, limit, questions.ask(question, current()::tell));
    }

    @Override
    public long pid() {
        return current().pid();
    }

    @Override
    public Output output() {
        return output;
    }
}
