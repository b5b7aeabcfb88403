package dev.sampo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the command line logs, and what it does not unless somebody debugs. */
class LogsTest {
    private static final String SHARDS = "org.apache.pekko.cluster.sharding.internal.";
    private static final String STORE = SHARDS + "DDataRememberEntitiesCoordinatorStore";

    private final Properties before = (Properties) System.getProperties().clone();

    @AfterEach
    void asBefore() {
        System.setProperties(before);
    }

    private static Level level(LoggerContext logs, String logger) {
        return logs.getLogger(logger).getEffectiveLevel();
    }

    private static LoggerContext begun(boolean debug) throws JoranException {
        Logs.begin(debug);
        var logs = new LoggerContext();
        var configurator = new JoranConfigurator();
        configurator.setContext(logs);
        configurator.doConfigure(LogsTest.class.getResource("logback.xml"));
        return logs;
    }

    @Test
    void aClusterThatFormsLogsNoErrorsOfItsTriesAndAllOtherErrors() throws Exception {
        LoggerContext logs = begun(false);

        assertThat(Class.forName(STORE, false, getClass().getClassLoader())).isNotNull();
        assertThat(level(logs, STORE)).isEqualTo(Level.OFF);
        assertThat(level(logs, SHARDS + "DDataRememberEntitiesShardStore")).isEqualTo(Level.ERROR);
        assertThat(level(logs, "dev.sampo.Sampo")).isEqualTo(Level.WARN);
    }

    @Test
    void whoDebugsIsToldOfTheTriesToo() throws Exception {
        assertThat(level(begun(true), STORE)).isEqualTo(Level.INFO);
    }
}
