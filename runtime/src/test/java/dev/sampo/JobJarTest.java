package dev.sampo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.sampo.dag.Blueprint;
import dev.sampo.job.JobStatus;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs whose classes come in a jar, on one node: it has none of them itself. */
@Timeout(120)
class JobJarTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static Sampo sampo;

    @BeforeAll
    static void start() {
        var config = ConfigFactory.parseString("""
                sampo.node { cpus = 2, memory = 1GiB }
                """);
        sampo = Sampo.local(config.withFallback(ConfigFactory.parseMap(
                        Map.of("sampo.data", directory.resolve("data").toString())))
                .withFallback(ConfigFactory.load()));
    }

    @AfterAll
    static void close() {
        sampo.close();
    }

    /** A job that says in a value of a class of its own which version it is, and by a helper class. */
    private static TestJar version(String answer) {
        return TestJar.of(Map.of(
                        "acme.Main",
                        """
                        package acme;
                        import dev.sampo.JobMain;
                        import dev.sampo.dag.Dag;
                        public class Main implements JobMain {
                            public Dag dag(String[] arguments) {
                                String greeting = arguments.length == 0 ? "hello" : arguments[0];
                                var dag = Dag.named("greeting");
                                var first = dag.task("first", () -> new Word(greeting, Answer.get()));
                                dag.task("second", first, word -> word.text() + " from " + word.version() + Answer.get());
                                return dag;
                            }
                        }
                        """,
                        "acme.Word",
                        "package acme; public record Word(String text, String version) {}",
                        "acme.Answer",
                        "package acme; class Answer { static String get() { return \"" + answer + "\"; } }"))
                .attribute("Sampo-Job", "acme.Main");
    }

    private static JobById submit(Path jar, String id, String... arguments) throws IOException {
        return sampo.submit(JobJar.read(jar), Optional.empty(), List.of(arguments), SubmitOptions.DEFAULTS.id(id));
    }

    private static Object value(JobById job, String task) {
        return Job.join(
                job.value(task, LIMIT).thenCompose(found -> found.orElseThrow().value()));
    }

    @Test
    void twoVersionsOfAClassRunSideBySide() throws IOException {
        Path one = version("v1").at(directory.resolve("one.jar"));
        Path two = version("v2").at(directory.resolve("two.jar"));
        JobById first = submit(one, "one-1");
        JobById second = submit(two, "two-1", "bye");
        JobById third = submit(one, "one-2", "hi");
        assertThat(value(second, "second")).isEqualTo("bye from v2v2");
        assertThat(value(first, "second")).isEqualTo("hello from v1v1");
        assertThat(value(third, "second")).isEqualTo("hi from v1v1");
    }

    @Test
    void itsClassesAreFreeAndItsFileIsGoneWhenTheLastJobWithItHasEnded() throws IOException {
        TestJar jar = TestJar.of(Map.of("acme.Main", """
                package acme;
                import dev.sampo.JobMain;
                import dev.sampo.dag.Dag;
                import java.lang.ref.WeakReference;
                public class Main implements JobMain {
                    public record Two(String one, java.util.List<Main> others) {}
                    public Dag dag(String[] arguments) {
                        var dag = Dag.named("leaving");
                        var first = dag.task("first", () -> {
                            System.getProperties().put("acme.classes", new WeakReference<>(Main.class.getClassLoader()));
                            try (var in = Main.class.getResource("/note.txt").openStream()) {
                                return new Two(new String(in.readAllBytes()), java.util.List.of());
                            }
                        });
                        dag.task("second", first, (two, context) -> {
                            var more = Dag.named("more");
                            more.task("third", () -> new Two("3", java.util.List.of()).one());
                            context.spawn(more);
                            return two.one()
                                    + (Thread.currentThread().getContextClassLoader() == Main.class.getClassLoader());
                        });
                        return dag;
                    }
                }
                """));
        jar.entry("note.txt", "of the jar ".getBytes(UTF_8));
        JobById job = sampo.submit(
                JobJar.read(jar.at(directory.resolve("three.jar"))),
                Optional.of("acme.Main"),
                List.of(),
                SubmitOptions.DEFAULTS);
        assertThat(Job.join(job.ended(LIMIT))).contains(JobStatus.SUCCEEDED);
        assertThat(value(job, "second")).isEqualTo("of the jar true");
        var classes = (WeakReference<?>) System.getProperties().remove("acme.classes");
        await().until(() -> {
            System.gc();
            return classes.refersTo(null);
        });
        await().until(
                        () -> { // Nor those of the other tests, whose jobs end when they do.
                            try (var left = Files.list(directory.resolve("data/jars"))) {
                                return left.findAny().isEmpty();
                            }
                        });
    }

    @Test
    void aJobThatIsRunAgainHasItsJarAlthoughItHasEnded() throws IOException {
        JobById job = submit(version("v4").at(directory.resolve("four.jar")), "four", "again");
        assertThat(value(job, "second")).isEqualTo("again from v4v4");
        Job.join(job.ended(LIMIT));
        JobById again = Job.join(job.rerun(List.of("second"), "once"));
        assertThat(value(again, "second")).isEqualTo("again from v4v4");
    }

    @Test
    void aJobIsSubmittedAgainWithoutTheJarWhileTheClusterHasIt() throws IOException {
        JobJar jar = JobJar.read(version("v5").at(directory.resolve("five.jar")));
        Blueprint graph = jar.blueprint(Optional.empty(), List.of("x"));
        assertThatThrownBy(
                        () -> Job.join(sampo.submitAsync(graph, Optional.empty(), SubmitOptions.DEFAULTS.id("five"))))
                .isInstanceOf(SampoException.NotFound.class)
                .hasMessageContaining("no job that is known has the jar " + jar.digest());
        Job.join(sampo.submitAsync(graph, Optional.of(jar.bytes()), SubmitOptions.DEFAULTS.id("five")));
        JobById other = Job.join(sampo.submitAsync(
                jar.blueprint(Optional.empty(), List.of("y")), Optional.empty(), SubmitOptions.DEFAULTS.id("five-2")));
        assertThat(value(other, "second")).isEqualTo("y from v5v5");
    }

    @Test
    void aJvmOfATasksOwnHasTheJarAndOneAfterTheOtherBothVersions() throws IOException {
        for (String version : List.of("a", "b")) {
            TestJar jar = TestJar.of(Map.of("acme.Own", """
                    package acme;
                    import dev.sampo.JobMain;
                    import dev.sampo.dag.Dag;
                    import dev.sampo.resource.Resources;
                    public class Own implements JobMain {
                        record Pid(long pid, String version) {}
                        public Dag dag(String[] arguments) {
                            var dag = Dag.named("own");
                            var pid = dag.task("pid", () -> new Pid(ProcessHandle.current().pid(), "%s"))
                                    .needs(Resources.cpus(1).memory("64 MiB")).inOwnJvm();
                            dag.task("told", pid,
                                    p -> p.version() + (p.pid() != ProcessHandle.current().pid()));
                            return dag;
                        }
                    }
                    """.formatted(version)));
            JobById job = sampo.submit(
                    JobJar.read(jar.at(directory.resolve("own-" + version + ".jar"))),
                    Optional.of("acme.Own"),
                    List.of(),
                    SubmitOptions.DEFAULTS);
            assertThat(value(job, "told")).isEqualTo(version + "true");
        }
    }

    @Test
    void bodiesThatAJarNamesAreItsOwn() throws IOException {
        TestJar jar = TestJar.of(Map.of("acme.Names", """
                package acme;
                import dev.sampo.JobMain;
                import dev.sampo.NamedBodies;
                import dev.sampo.dag.Body;
                import dev.sampo.dag.Body0;
                import dev.sampo.dag.Dag;
                import java.util.Map;
                public class Names implements JobMain, NamedBodies {
                    public Map<String, Body> bodies() {
                        return Map.of("acme.answer", (Body0<Integer>) () -> 42);
                    }
                    public Dag dag(String[] arguments) {
                        var dag = Dag.named("names");
                        dag.task("answer", Body.<Integer>named("acme.answer"));
                        return dag;
                    }
                }
                """));
        jar.entry("META-INF/services/dev.sampo.NamedBodies", "acme.Names\n".getBytes(UTF_8));
        JobById job = sampo.submit(
                JobJar.read(jar.at(directory.resolve("names.jar"))),
                Optional.of("acme.Names"),
                List.of(),
                SubmitOptions.DEFAULTS);
        assertThat(value(job, "answer")).isEqualTo(42);
    }

    @Test
    void aJobGoesOnWithItsJarWhenItsNodeIsStartedAgain() throws IOException {
        Path begun = directory.resolve("begun");
        Path go = directory.resolve("go");
        TestJar jar = TestJar.of(Map.of("acme.Late", """
                package acme;
                import dev.sampo.JobMain;
                import dev.sampo.dag.Dag;
                import java.nio.file.*;
                public class Late implements JobMain {
                    public Dag dag(String[] arguments) {
                        var dag = Dag.named("late");
                        String begun = arguments[0], go = arguments[1];
                        dag.task("waits", () -> {
                            Files.writeString(Path.of(begun), "");
                            while (!Files.exists(Path.of(go))) {
                                Thread.sleep(5);
                            }
                            return "went on";
                        });
                        return dag;
                    }
                }
                """));
        Path data = directory.resolve("again");
        Path file = jar.at(directory.resolve("late.jar"));
        try (var before = Sampo.local(data)) {
            before.submit(
                    JobJar.read(file),
                    Optional.of("acme.Late"),
                    List.of(begun.toString(), go.toString()),
                    SubmitOptions.DEFAULTS.id("late"));
            await().until(() -> Files.exists(begun));
            assertThat(Job.join(before.job("late").explain("waits")).summary())
                    .contains("nothing of the job begins on a node before it has got its jar ");
        }
        Files.delete(file);
        Files.writeString(data.resolve("jars/left.jar"), "by a process that was killed");
        Files.writeString(go, "");
        try (var after = Sampo.local(data)) {
            assertThat(Files.exists(data.resolve("jars/left.jar"))).isFalse();
            assertThat(value(after.job("late"), "waits")).isEqualTo("went on");
        }
    }
}
