package dev.sampo.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.ResourceTracker;
import dev.sampo.job.NodeId;
import dev.sampo.placement.Candidate;
import dev.sampo.placement.Placer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows, and the pages on failures, placement and resources, is compiled and run as it stands there. */
class ReadmeTest {
    private static final Path TOP = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]*)(#[^)\\s]*)?\\)");
    private static final Pattern CLASS_NAME = Pattern.compile("public final class (\\w+)");

    @TempDir
    Path directory;

    @Test
    void everyProgramOfTheReadmeCompilesAndRuns() throws Exception {
        List<String> programs = blocks("java");
        assertThat(programs).hasSizeGreaterThan(1);
        for (String program : programs) {
            var name = CLASS_NAME.matcher(program);
            assertThat(name.find())
                    .as("a block is a whole program: %s", program)
                    .isTrue();
            assertThat(run(name.group(1), program)).as(name.group(1)).isNotBlank();
        }
    }

    @Test
    void theFirstProgramGreets() throws Exception {
        assertThat(run("FirstProgram", blocks("java").get(0))).isEqualToIgnoringNewLines("Hello, Sampo!");
    }

    @Test
    void theSecondProgramSumsAndExplains() throws Exception {
        assertThat(run("SecondProgram", blocks("java").get(1)).lines()).first().isEqualTo("13");
    }

    @Test
    void theProgramOfThePageOnFailuresSucceedsAtTheThirdTry() throws Exception {
        String program = blocks(Path.of("docs/resilience.md"), "java").get(0);
        assertThat(run("Persistent", program).lines())
                .hasSize(4)
                .startsWith(
                        "the page",
                        "attempt 1 failed on local: java.io.IOException: connection reset",
                        "attempt 2 failed on local: dev.sampo.resilience.RetryAfter: the server is busy; it asked to"
                                + " wait for PT0.3S");
    }

    @Test
    void theProgramOfThePageOnResourcesIsToldWhatItHoldsAndWhatChanges() throws Exception {
        String program = blocks(Path.of("docs/resources.md"), "java").get(0);
        assertThat(run("Licensed", program))
                .contains(
                        "Joined[node=workbench",
                        "holds [A]",
                        "CapacityChanged[node=workbench",
                        "LabelsChanged[node=workbench, before={}, now={disk=nvme}]",
                        "{licence=[B, C]}",
                        "node workbench stays as it is: cpus=99 cannot be taken away: there is cpus=6 of it");
    }

    @Test
    void theProgramsOfThePageOnFailuresDoWithoutWhatHasFailed() throws Exception {
        Path page = Path.of("docs/resilience.md");
        assertThat(run("Newspaper", program(page, "Newspaper")).lines())
                .containsExactly("no weather, [oats, rye]", "false");
        assertThat(run("Quote", program(page, "Quote")).lines())
                .containsExactly(
                        "at 41", "is done: it failed for good, and has the value of yesterday, which stands in for it");
    }

    @Test
    void theProgramOfThePageOnFailuresForcesBreakers() throws Exception {
        assertThat(run("ByHand", program(Path.of("docs/resilience.md"), "ByHand"))
                        .lines())
                .hasSize(2)
                .satisfiesExactly(
                        node -> assertThat(node)
                                .startsWith("node local is OPEN, 0 of 0 failed, forced open through local at ")
                                .endsWith(": its disk is replaced; anna"),
                        kind -> assertThat(kind)
                                .startsWith("tasks page of download on local is CLOSED, 0 of 0 failed, forced closed"));
    }

    @Test
    void theProgramOfThePageOnLimitsSendsItsMails() throws Exception {
        String program = program(Path.of("docs/resilience.md"), "Mails");
        assertThat(run("Mails", program).lines())
                .containsExactly(
                        "[sent to ilmari@example.org, and answered, sent to louhi@example.org, and answered]",
                        "five for tenant-7",
                        "one more: true");
    }

    @Test
    void theProgramOfThePageOnJvmsSurvivesWhatItDoesToThem() throws Exception {
        String program = blocks(Path.of("docs/own-jvm.md"), "java").get(0);
        assertThat(run("Contained", program)).containsPattern("trained in 6[0-9] MiB at attempt 3");
    }

    @Test
    void theProgramOfThePageOnSharingRuns() throws Exception {
        String program = blocks(Path.of("docs/sharing.md"), "java").get(0);
        assertThat(run("Shared", program)).isEqualToIgnoringNewLines("42");
    }

    @Test
    void theProgramOfThePageOnJobsReusesWhatWasMade() throws Exception {
        String program = blocks(Path.of("docs/jobs.md"), "java").get(0);
        assertThat(run("Steered", program).lines()).endsWith("1003", "1003 true", "1004");
    }

    @Test
    void theProgramOfThePageOnWhatIsLateSaysWhatItWaitedFor() throws Exception {
        String program = blocks(Path.of("docs/late.md"), "java").get(0);
        List<String> lines = run("Late", program).lines().toList();
        assertThat(lines).hasSizeGreaterThan(4).anyMatch(line -> line.startsWith("  pages was ready after "));
        assertThat(lines.get(0)).startsWith("not before ");
        assertThat(lines.get(lines.size() - 1)).endsWith("; by way of pages, index");
    }

    @Test
    void theProgramOfThePageOnPlacementMindsItsNeighbours() throws Exception {
        String program = blocks(Path.of("docs/placement.md"), "java").get(0);
        assertThat(run("Neighbours", program).lines()).containsExactly("found in 3", "[1, 2, 3]");
    }

    @Test
    void theProgramOfThePageOnPlacementSaysWhyHere() throws Exception {
        List<String> programs = blocks(Path.of("docs/placement.md"), "java");
        assertThat(run("WhyHere", programs.get(1)).lines())
                .hasSize(3)
                .startsWith("done")
                .anyMatch(line -> line.startsWith("put on local at ")
                        && line.endsWith(" by cost-optimised, out of 1 node with room and 0 without"))
                .anyMatch(line -> line.startsWith("local: chosen: ") && line.endsWith("score -0.113329 (price 0.12)"));
    }

    @Test
    void thePlacerOfThePageOnPlacementCompilesAndPlaces() throws Exception {
        compile("Coolest", blocks(Path.of("docs/placement.md"), "java").get(2));
        try (var loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            var placer = (Placer) loader.loadClass("Coolest").getConstructor().newInstance();
            assertThat(placer.choose(null, List.of(node("a", "70"), node("b", "40"), node("c", "55"))))
                    .isEqualTo(1);
        }
    }

    @Test
    void theTrackerOfThePageOnResourcesCompilesAndLooks() throws Exception {
        compile("ScratchDisk", program(Path.of("docs/resources.md"), "ScratchDisk"));
        try (var loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            var tracker = (ResourceTracker)
                    loader.loadClass("ScratchDisk").getConstructor().newInstance();
            assertThat(tracker.look().labels()).containsKey("scratch");
        }
    }

    @Test
    void theProgramOfThePageOnPlacementThatIsPlannedShips() throws Exception {
        String program = blocks(Path.of("docs/placement.md"), "java").get(3);
        assertThat(run("Planned", program)).isEqualToIgnoringNewLines("built, checked and packed");
    }

    @Test
    void theProgramOfThePageOnEventsIsToldOfItsTask() throws Exception {
        String program = blocks(Path.of("docs/telemetry.md"), "java").get(0);
        assertThat(run("Watched", program).lines())
                .hasSize(3)
                .startsWith("task goes to local")
                .endsWith("watched is SUCCEEDED");
    }

    private static Candidate node(String name, String celsius) {
        return new Candidate(
                new NodeId(name), Map.of("celsius", celsius), 1, 0, 0, false, false, false, 0, 0, 0, 0, 0, 1, 0);
    }

    @Test
    void everyFileAndHeadingTheDocumentsLinkToIsThere() throws IOException {
        List<Path> documents;
        try (Stream<Path> pages = Files.walk(TOP.resolve("docs"))) {
            documents = Stream.concat(
                            pages.filter(file -> file.toString().endsWith(".md")),
                            Stream.of("README.md", "HACKING.md", "CHANGELOG.md").map(TOP::resolve))
                    .toList();
        }
        assertThat(documents).hasSizeGreaterThan(30);
        for (Path document : documents) {
            for (MatchResult link :
                    LINK.matcher(Files.readString(document)).results().toList()) {
                Path to = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
                assertThat(to).as("%s in %s", link.group(), document).exists();
                if (link.group(2) != null) {
                    assertThat(headings(to))
                            .as("%s in %s", link.group(), document)
                            .contains(link.group(2));
                }
            }
        }
    }

    private static List<String> headings(Path page) throws IOException {
        String text = Pattern.compile("(?ms)^```.*?^```")
                .matcher(Files.readString(page))
                .replaceAll("");
        return Pattern.compile("(?m)^#+ (.*)$")
                .matcher(text)
                .results()
                .map(heading -> "#"
                        + heading.group(1)
                                .toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\w\\- ]", "")
                                .replace(' ', '-'))
                .toList();
    }

    private static List<String> blocks(String language) throws IOException {
        return blocks(Path.of("README.md"), language);
    }

    private static List<String> blocks(Path document, String language) throws IOException {
        return Pattern.compile("(?ms)^```" + language + "\\R(.*?)^```")
                .matcher(Files.readString(TOP.resolve(document)))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static String program(Path document, String name) throws IOException {
        return blocks(document, "java").stream()
                .filter(block -> block.contains("public final class " + name + " "))
                .findFirst()
                .orElseThrow();
    }

    /** Compiles the program, calls its main, and returns what it printed. */
    private String run(String name, String program) throws Exception {
        compile(name, program);
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        try (var loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
            current.setContextClassLoader(loader);
            Method main = loader.loadClass(name).getMethod("main", String[].class);
            return Printed.by(() -> main.invoke(null, (Object) new String[0]));
        } finally {
            current.setContextClassLoader(before);
        }
    }

    private void compile(String name, String program) throws IOException {
        Path source = Files.writeString(directory.resolve(name + ".java"), program);
        var messages = new ByteArrayOutputStream();
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        messages,
                        messages,
                        "-Xlint:all,-processing,-classfile",
                        "-Werror",
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        directory.toString(),
                        source.toString());
        assertThat(failed).as(messages.toString(StandardCharsets.UTF_8)).isZero();
    }
}
