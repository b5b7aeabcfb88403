package dev.sampo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a jar is said in one sentence that names it. */
class BadJarTest {
    private static final TestJar GOOD = TestJar.of(Map.of("acme.Main", """
            package acme;
            import dev.sampo.JobMain;
            import dev.sampo.dag.Dag;
            public class Main implements JobMain {
                public Dag dag(String[] arguments) {
                    switch (arguments.length) {
                        case 0: return null;
                        case 1: throw new IllegalStateException("no " + arguments[0]);
                        case 2: return Dag.named("empty");
                        default: throw new StackOverflowError("deep");
                    }
                }
                public static class Hidden implements JobMain {
                    Hidden(int some) {}
                    public Dag dag(String[] arguments) { return null; }
                }
                public static class Broken implements JobMain {
                    static final int NEVER = Integer.parseInt("x");
                    public Dag dag(String[] arguments) { return null; }
                }
            }
            """));
    private static final byte[] CLASS = GOOD.entry("acme/Main.class");

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("job.jar");
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(() -> JobJar.read(file()))
                .isInstanceOf(BadJar.class)
                .message()
                .startsWith(file().toString())
                .contains(words);
    }

    private void assertRefused(TestJar jar, String... words) {
        jar.at(file());
        assertRefused(words);
    }

    @Test
    void whatIsNoJarIsRefused() throws IOException {
        assertThatThrownBy(() -> JobJar.read(file())).hasMessageContaining("there is no file");
        Files.writeString(file(), "no jar at all");
        assertRefused("it is no jar, or damaged");
        byte[] whole = Files.readAllBytes(GOOD.at(file()));
        Files.write(file(), Arrays.copyOf(whole, whole.length - 30));
        assertRefused("it is no jar, or damaged");
        Files.write(file(), new byte[(32 << 20) + 1]);
        assertRefused("it has 33554433 bytes, and a job jar may have 33554432");
        assertRefused(TestJar.empty().entry("note.txt", new byte[3]), "there is no class in it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../tmp/x", "/etc/cron.d/x", "a/../../x", "a\\b", "C:x", "..", "a/.."})
    void namesThatLeadOutOfAJarAreRefusedAlthoughNothingIsUnpacked(String name) {
        assertRefused(
                TestJar.empty().entry("acme/Main.class", CLASS).entry(name, new byte[1]),
                "its entry \"" + name + "\" is no path within a jar");
    }

    @Test
    void anEntryThatIsThereTwiceIsRefused() throws IOException {
        TestJar.empty()
                .entry("acme/Main.class", CLASS)
                .entry("acme/Majn.class", CLASS)
                .at(file());
        String twice = new String(Files.readAllBytes(file()), ISO_8859_1).replace("Majn", "Main");
        Files.write(file(), twice.getBytes(ISO_8859_1));
        assertRefused("it has \"acme/Main.class\" twice");
    }

    @Test
    void whatWouldFillMemoryIsRefusedByWhatItWouldBeUnpacked() {
        TestJar bomb = TestJar.empty().entry("acme/Main.class", CLASS).entry("zeros", new byte[(64 << 20) + 1]);
        assertRefused(bomb, "unpacked it would have more than");
        assertThat(file().toFile().length()).isLessThan(1 << 20);
    }

    @Test
    void classesOfSampoItselfAreRefusedAndOthersOfThatPackageAreNot() throws IOException {
        assertRefused(
                TestJar.empty().entry("dev/sampo/dag/Dag.class", CLASS),
                "it contains Sampo itself (dev/sampo/dag/Dag.class)",
                "<scope>provided</scope>");
        JobJar.read(TestJar.empty().entry("dev/sampo/mine/Main.class", CLASS).at(file()));
    }

    @Test
    void classesForANewerJavaAndThoseThatAreNoneAreRefused() {
        byte[] newer = CLASS.clone();
        newer[7] = (byte) (44 + 99);
        assertRefused(TestJar.empty().entry("acme/Main.class", newer), "needs Java 99, and this is Java ");
        assertRefused(TestJar.empty().entry("acme/Main.class", "no class".getBytes(UTF_8)), "is no class file");
        assertRefused(TestJar.empty().entry("acme/Main.class", new byte[3]), "acme/Main.class in it is damaged");
    }

    @Test
    void aMainClassThatMakesNoDagIsSaidToBeWhy() throws IOException {
        JobJar jar = JobJar.read(GOOD.at(file()));
        assertThatThrownBy(() -> jar.blueprint(Optional.empty(), List.of()))
                .isInstanceOf(BadJar.class)
                .hasMessageContaining("does not say which class makes its Dag; name it with --main CLASS");
        assertMain(jar, "acme.Nobody", List.of(), "has no class acme.Nobody");
        assertMain(jar, "java.lang.String", List.of(), "does not implement dev.sampo.JobMain");
        assertMain(jar, "acme.Main$Hidden", List.of(), "needs to be public, with a public constructor");
        assertMain(jar, "acme.Main$Broken", List.of(), "cannot be made: java.lang.NumberFormatException");
        assertMain(jar, "acme.Main", List.of(), "has returned null, not a Dag");
        assertMain(jar, "acme.Main", List.of("bread"), "has thrown java.lang.IllegalStateException: no bread");
        assertMain(jar, "acme.Main", List.of("a", "b"), "its Dag is wrong", "has no tasks");
        assertMain(jar, "acme.Main", List.of("a", "b", "c"), "has thrown java.lang.StackOverflowError: deep");
    }

    private static void assertMain(JobJar jar, String main, List<String> arguments, String... words) {
        assertThatThrownBy(() -> jar.blueprint(Optional.of(main), arguments))
                .as(main)
                .isInstanceOf(BadJar.class)
                .message()
                .contains(words);
    }
}
