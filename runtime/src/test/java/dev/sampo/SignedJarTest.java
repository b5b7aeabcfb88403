package dev.sampo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that takes only jars that are signed, with the JDK's own tools, as docs/submit.md says. */
@Timeout(120)
class SignedJarTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private String tool(String name, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", name).toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private String[] withKey(String... arguments) {
        String store = directory.resolve("team.p12").toString();
        return Stream.concat(Stream.of(arguments), Stream.of("-keystore", store, "-storepass", "secret"))
                .toArray(String[]::new);
    }

    @Test
    void onlyWhatIsSignedRuns() throws Exception {
        tool("keytool", withKey("-genkeypair", "-alias", "team", "-keyalg", "EC", "-dname", "CN=team"));
        Matcher fingerprint = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2}){31}")
                .matcher(tool("keytool", withKey("-list", "-alias", "team")));
        assertThat(fingerprint.find()).isTrue();
        Path jar = TestJar.of(Map.of("acme.Main", """
                        package acme;
                        import dev.sampo.JobMain;
                        import dev.sampo.dag.Dag;
                        public class Main implements JobMain {
                            public Dag dag(String[] arguments) {
                                var dag = Dag.named("signed");
                                dag.task("t", () -> "done");
                                return dag;
                            }
                        }
                        """))
                .attribute("Sampo-Job", "acme.Main")
                .at(directory.resolve("job.jar"));
        // As -Dsampo.jars.signers.0=.. sets it.
        var config = ConfigFactory.parseString("sampo.jars.signers.0 = \"" + fingerprint.group() + "\"");
        try (var sampo = Sampo.local(config.withFallback(ConfigFactory.load()))) {
            assertThatThrownBy(() -> submit(sampo, jar))
                    .isInstanceOf(BadJar.class)
                    .hasMessageContaining("\"acme/Main.class\" in it is not signed");
            tool("jarsigner", withKey(jar.toString(), "team"));
            JobById job = submit(sampo, jar);
            Object value = Job.join(job.value("t", LIMIT)
                    .thenCompose(found -> found.orElseThrow().value()));
            assertThat(value).isEqualTo("done");
        }
    }

    private static JobById submit(Sampo sampo, Path jar) throws IOException {
        return sampo.submit(JobJar.read(jar), Optional.empty(), List.of(), SubmitOptions.DEFAULTS);
    }

    @Test
    void whatIsNoFingerprintIsNamedAtStart() {
        var config = ConfigFactory.parseString("sampo.jars.signers = [\"team\"]");
        assertThatThrownBy(() -> Sampo.local(config.withFallback(ConfigFactory.load())))
                .hasMessageContaining("sampo.jars.signers: \"team\" is no SHA-256");
    }
}
