package dev.sampo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts Sampo from a checkout, with a Java that tells what it was given. */
class LauncherTest {
    @TempDir
    Path checkout;

    private record Run(int code, List<String> out, String err) {}

    @BeforeEach
    void aCheckoutThatIsBuilt() throws IOException {
        Files.copy(Path.of("../sampo"), checkout.resolve("sampo"));
        Files.createFile(checkout.resolve("pom.xml"));
        Path jdk = Files.createDirectories(checkout.resolve("jdk/bin")).getParent();
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        Path java = Files.writeString(jdk.resolve("bin/java"), "#!/usr/bin/env bash\nprintf '%s\\n' \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.createFile(
                Files.createDirectories(checkout.resolve("target/dist/lib")).resolve(".built"));
    }

    private Run run(String options) throws IOException, InterruptedException {
        var process = new ProcessBuilder("bash", checkout.resolve("sampo").toString(), "version")
                .redirectError(checkout.resolve("err").toFile())
                .redirectOutput(checkout.resolve("out").toFile());
        process.environment().put("JAVA_HOME", checkout.resolve("jdk").toString());
        process.environment().put("SAMPO_ARCHIVE", "off");
        process.environment().put("SAMPO_JAVA_OPTS", options);
        Process started = process.start();
        assertThat(started.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Run(
                started.exitValue(),
                Files.readAllLines(checkout.resolve("out")),
                Files.readString(checkout.resolve("err")));
    }

    @Test
    void anOptionInQuotesKeepsItsBlanks() throws Exception {
        Run run = run("-Xmx2g  -Dsampo.http.rate=\"5 per second\" '-Da=b c' -Dd=$(id)");

        assertThat(run.out())
                .containsSubsequence("-Xmx2g", "-Dsampo.http.rate=5 per second", "-Da=b c", "-Dd=$(id)", "-cp")
                .endsWith("dev.sampo.cli.Main", "version");
    }

    @Test
    void withoutOptionsNoneAreAdded() throws Exception {
        assertThat(run("").out()).doesNotContain("").isEqualTo(run(" ").out());
    }

    @Test
    void aQuoteWithoutItsPartnerIsRefused() throws Exception {
        Run run = run("-Da=\"b c");

        assertThat(run.code()).isEqualTo(78);
        assertThat(run.err()).contains("SAMPO_JAVA_OPTS has a quote without its partner: -Da=\"b c");
    }
}
