package dev.sampo.harness.soak;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A minute of soak; {@code -Dsoak.minutes=20 -Dsoak.seed=7 -Dsoak.journal=local} makes it another one. What a failed one
 * leaves behind is named in the failure.
 */
class SoakTest {

    @Test
    void aMinuteOfKillsPausesAndCutsBreaksNoPromise() throws IOException, InterruptedException {
        var base = ConfigFactory.load();
        Path directory = Files.createTempDirectory("sampo-soak-");
        var settings = new SoakSettings(
                Duration.ofMillis(Math.round(60_000 * Double.parseDouble(System.getProperty("soak.minutes", "1")))),
                3,
                Long.getLong("soak.seed", 1),
                SoakSettings.FAULTS,
                System.getProperty("soak.journal", "replicated"),
                base.getConfig("sampo.journal").atPath("sampo.journal"),
                directory,
                false);
        SoakReport report = Soak.run(settings, text -> {});
        assertThat(report.violations()).as(report.text()).isEmpty();
        assertThat(report.jobs()).isPositive();
        assertThat(report.faults()).containsKeys("kill", "pause", "partition", "drain");
        assertThat(directory).doesNotExist();
    }
}
