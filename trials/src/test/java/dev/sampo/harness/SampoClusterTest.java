package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The extension as JUnit uses it: these tests run others, which end as they should not. */
class SampoClusterTest {

    /** Run by the tests here only: by its name no build takes it for a test. */
    static class Specimen {
        private static Path directory;

        @RegisterExtension
        final SampoCluster cluster = SampoCluster.jvms(1);

        @Test
        void fails() {
            directory = cluster.directory(0);
            cluster.ask(0, sampo -> {
                System.out.println("this is what the node had to say");
                return 0;
            });
            throw new AssertionError("the test fails");
        }

        @Test
        void passes() {
            directory = cluster.directory(0);
        }

        @Test
        void wantsWhatIsNotPossibleHere() {
            throw new NotPossibleHere("not on this system");
        }
    }

    private record Ran(TestExecutionSummary summary, String printed) {}

    private static Ran run(String method) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectMethod(Specimen.class, method))
                .build();
        var listener = new SummaryGeneratingListener();
        var printed = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            LauncherFactory.create().execute(request, listener);
        } finally {
            System.setErr(before);
        }
        return new Ran(listener.getSummary(), printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void whenATestFailsWhatTheNodesPrintedIsShownAndTheirFilesAreKept() throws Exception {
        Ran ran = run("fails");
        assertThat(ran.summary().getTestsFailedCount()).isEqualTo(1);
        assertThat(ran.printed())
                .contains(
                        "fails() failed",
                        "==== node-0",
                        "this is what the node had to say",
                        Specimen.directory.getParent().toString());
        assertThat(Files.readString(Specimen.directory.resolve("output.log")))
                .contains("this is what the node had to say");
        Cluster.deleteAll(Specimen.directory.getParent());
    }

    @Test
    void whenATestPassesNothingIsShownAndNothingIsLeft() {
        Ran ran = run("passes");
        assertThat(ran.summary().getTestsSucceededCount()).isEqualTo(1);
        assertThat(ran.printed()).doesNotContain("====");
        assertThat(Specimen.directory.getParent()).doesNotExist();
    }

    @Test
    void whatThisSystemCannotDoIsSkippedAndSaidSo() {
        Ran ran = run("wantsWhatIsNotPossibleHere");
        assertThat(ran.summary().getTestsAbortedCount()).isEqualTo(1);
        assertThat(ran.printed()).doesNotContain("====");
    }
}
