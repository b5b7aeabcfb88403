package dev.sampo.http;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.Job;
import dev.sampo.JobJar;
import dev.sampo.JobMain;
import dev.sampo.actors.body.UserCode;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Digest;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Jobs in jars, from the command line and over HTTP, on a node of this JVM. */
@Timeout(60)
class JarSubmitTest {
    private static final Path PAGE = Path.of("../docs/submit.md");

    @TempDir
    private static Path directory;

    private static final CountDownLatch MAY_END = new CountDownLatch(1);

    @RegisterExtension
    static final Served served = Served.duringTheClass();

    private static Path jar;

    @BeforeAll
    static void serve() throws IOException {
        jar = jarOfThePage();
    }

    /** The example of the page, as its commands make it, and of a size that such jars have. */
    private static Path jarOfThePage() throws IOException {
        var block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(block.find()).isTrue();
        Path source = Files.writeString(directory.resolve("Nightly.java"), block.group(1));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        int code = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString(),
                        source.toString());
        assertThat(code).isZero();
        Path made = directory.resolve("nightly.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(made));
                var files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
            var large = new byte[12 << 20];
            new java.util.Random(1).nextBytes(large);
            out.putNextEntry(new ZipEntry("large.bin"));
            out.write(large);
        }
        return made;
    }

    private static CommandRun run(String... args) {
        var all = new ArrayList<>(List.of(args));
        all.addAll(1, List.of("--data", served.data.toString()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static HttpResponse<String> post(String path, byte[] body, String... more) {
        var request = HttpRequest.newBuilder(URI.create("http://" + served.address + path))
                .header("Authorization", "Bearer " + served.token)
                .header("Content-Type", more.length == 0 ? "application/octet-stream" : more[0])
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return send(request);
    }

    private static String value(String job, String task) {
        var path = "/v1/jobs/" + job + "/tasks/" + task + "/value?wait=20s";
        return send(HttpRequest.newBuilder(URI.create("http://" + served.address + path))
                        .header("Authorization", "Bearer " + served.token)
                        .build())
                .body();
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }

    /** A graph that says it is of these bytes. */
    private static Blueprint graphOf(byte[] bytes) {
        var dag = Dag.named("plain");
        dag.task("only", dev.sampo.dag.Body.<String>named("nobody"));
        ClassLoader here = JarSubmitTest.class.getClassLoader();
        return dag.compile(UserCode.of(here).with(here, Digest.of(bytes)).encoder());
    }

    private static byte[] both(byte[] graph, byte[] more) {
        byte[] all = java.util.Arrays.copyOf(graph, graph.length + more.length);
        System.arraycopy(more, 0, all, graph.length, more.length);
        return all;
    }

    private static String path(Digest jar, Blueprint graph) {
        return "/v1/jars/" + jar + "/jobs?graph=" + graph.bytes().length;
    }

    @Test
    void theExampleOfThePageRunsAndNeedsItsJarOnlyOnce() throws IOException {
        CommandRun submit =
                run("submit", jar.toString(), "--main", "com.acme.Nightly", "--id", "nightly-1", "one two", "three");
        assertThat(submit.err()).isEmpty();
        assertThat(submit.out()).isEqualToIgnoringNewLines("nightly-1");
        assertThat(run("wait", "nightly-1").code()).isZero();
        assertThat(value("nightly-1", "count")).isEqualTo("3");
        assertThat(value("nightly-1", "page")).contains("NOT_READABLE", "as=bytes");

        CommandRun again =
                run("submit", jar.toString(), "--main", "com.acme.Nightly", "--id", "nightly-1", "one two", "three");
        assertThat(again.code()).isZero();
        CommandRun other = run("submit", jar.toString(), "--main", "com.acme.Nightly", "--id", "nightly-1", "four");
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err()).contains("a job of this id exists with other content");

        JobJar known = JobJar.read(jar);
        Blueprint graph = known.blueprint(Optional.of("com.acme.Nightly"), List.of("a b c d"));
        var withoutJar = post(path(known.digest(), graph) + "&id=nightly-2&priority=-3&tenant=night", graph.bytes());
        assertThat(withoutJar.statusCode()).as(withoutJar.body()).isEqualTo(200);
        assertThat(value("nightly-2", "count")).isEqualTo("4");
        assertThat(run("rerun", "nightly-2", "count", "--name", "again").code()).isZero();
        assertThat(value("nightly-2~again", "count")).isEqualTo("4");
    }

    @Test
    void whoSubmitsAJarIsToldThatItWillBeLate() throws IOException {
        var dag = Dag.named("in-the-way");
        dag.task("waits", () -> {
                    MAY_END.await();
                    return 1;
                })
                .needs(cpus(2));
        Job inTheWay = served.sampo.submit(dag);
        JobJar known = JobJar.read(jar);
        Blueprint graph = known.blueprint(Optional.of("com.acme.Nightly"), List.of("a b"));
        String past = "2020-01-31T12:00:00Z";
        String words = "it is wanted by " + past + ", and will be done not before ";

        var answer =
                post(path(known.digest(), graph) + "&id=late-1&deadline=" + past, both(graph.bytes(), known.bytes()));
        assertThat(answer.body()).contains("\"late\":\"" + words);
        CommandRun submit = run(
                "submit", "--deadline", past, jar.toString(), "--main", "com.acme.Nightly", "--id", "late-2", "a b");
        assertThat(submit.out()).isEqualToIgnoringNewLines("late-2");
        assertThat(submit.err()).startsWith("job late-2 will be late: " + words).hasLineCount(1);
        CommandRun good = run(
                "submit", "--deadline", "2999-01-31T12:00:00Z", jar.toString(), "--main", "com.acme.Nightly", "a b");
        assertThat(good.err()).isEmpty();
        assertThat(post(path(known.digest(), graph) + "&deadline=tomorrow", graph.bytes())
                        .body())
                .contains("deadline=tomorrow is no date and time; write them as 2030-01-31T12:00:00Z");
        MAY_END.countDown();
        inTheWay.await();
    }

    /** Prints, and makes nothing. */
    public static final class Loud implements JobMain {
        private static PrintStream printedTo;

        @Override
        public Dag dag(String[] arguments) {
            printedTo = System.out;
            return null;
        }
    }

    @Test
    void whatTheMainClassPrintsIsNotTakenForTheId() {
        PrintStream before = System.out;
        CommandRun submit = run("submit", jar.toString(), "--main", Loud.class.getName());
        assertThat(submit.err()).contains("has returned null");
        assertThat(Loud.printedTo).isSameAs(System.err).isNotSameAs(before);
        assertThat(System.out).isSameAs(before);
    }

    @Test
    void whatIsWrongWithAJarIsSaidByTheCommand() {
        assertThat(run("submit", "nowhere.jar").err()).contains("there is no file nowhere.jar");
        CommandRun noMain = run("submit", jar.toString());
        assertThat(noMain.code()).isEqualTo(2);
        assertThat(noMain.err()).contains("does not say which class makes its Dag; name it with --main CLASS");
        assertThat(run("submit", PAGE.toString()).err()).contains("submit.md: it is no jar, or damaged");
    }

    @Test
    void whatIsHostileIsRefusedByTheNodeAndNothingIsKept() throws IOException {
        byte[] noJar = "no jar at all".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Blueprint graph = graphOf(noJar);
        String path = path(Digest.of(noJar), graph);
        assertThat(post(path, graph.bytes()).statusCode()).isEqualTo(404);
        assertRefused(post(path, both(graph.bytes(), noJar)), 400, "BAD_JAR", "it is no jar, or damaged");
        assertRefused(post(path, both(graph.bytes(), new byte[9])), 400, "BAD_JAR", "what came as the jar");
        assertRefused(
                post(path(new Digest(1, 2), graph), both(graph.bytes(), noJar)),
                409,
                "OTHER_JAR",
                "was made of the jar");
        assertRefused(post("/v1/jars/xyz/jobs?graph=3", new byte[4]), 400, "BAD_REQUEST", "a digest is the first 32");
        assertRefused(
                post("/v1/jars/" + new Digest(1, 2) + "/jobs?graph=3", new byte[4]), 400, "BAD_GRAPH", "version 0");
        assertRefused(
                post("/v1/jars/" + new Digest(1, 2) + "/jobs?graph=5", new byte[4]), 400, "BAD_REQUEST", "graph=5");
        assertRefused(post(path, graph.bytes(), "application/json"), 415, "NOT_BYTES", "application/octet-stream");
        Path jars = served.data.resolve("jars");
        if (Files.exists(jars)) {
            try (var left = Files.list(jars)) {
                assertThat(left.filter(file -> file.toFile().length() < 100)).isEmpty();
            }
        }
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code, String words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(code, words).doesNotContain("Exception");
    }
}
