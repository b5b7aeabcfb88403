package dev.sampo.journal.postgresql;

import static dev.sampo.harness.NeededProgram.need;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.sampo.harness.soak.Soak;
import dev.sampo.harness.soak.SoakReport;
import dev.sampo.harness.soak.SoakSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The soak of the replicated journal, with a database in its place; {@code -Dsoak.minutes=20} makes it a longer one. */
class PostgresqlSoakTest {

    @Test
    void killsPausesAndCutsBreakNoPromise() throws Exception {
        String missing = ThrowAwayServer.missing().orElse("");
        need("postgresql", missing.isEmpty(), missing);
        Path directory = Files.createTempDirectory("sampo-soak-");
        try (ThrowAwayServer server = ThrowAwayServer.start()) {
            var settings = new SoakSettings(
                    Duration.ofMillis(
                            Math.round(60_000 * Double.parseDouble(System.getProperty("soak.minutes", "0.5")))),
                    3,
                    Long.getLong("soak.seed", 1),
                    SoakSettings.FAULTS,
                    "postgresql",
                    ConfigFactory.parseString(server.settings("soak")),
                    directory,
                    false);
            SoakReport report = Soak.run(settings, text -> {});
            assertThat(report.violations()).as(report.text()).isEmpty();
            assertThat(report.jobs()).isPositive();
        }
    }
}
