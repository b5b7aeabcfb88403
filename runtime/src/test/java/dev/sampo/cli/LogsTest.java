package dev.sampo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

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
        return begun(debug, Logs.Form.TEXT);
    }

    private static LoggerContext begun(boolean debug, Logs.Form form) throws JoranException {
        System.clearProperty("logback.configurationFile");
        Logs.begin(debug, form);
        var logs = new LoggerContext();
        logs.setMDCAdapter(MDC.getMDCAdapter());
        var configurator = new JoranConfigurator();
        configurator.setContext(logs);
        configurator.doConfigure(LogsTest.class.getResource("/" + System.getProperty("logback.configurationFile")));
        return logs;
    }

    /** What is logged of a body, and after it of none. */
    private static List<String> logged(Logs.Form form) throws JoranException {
        PrintStream err = System.err;
        var written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            var log = begun(false, form).getLogger("dev.sampo.Body");
            List.of("job", "task", "attempt", "node").forEach(each -> MDC.put(each, "the-" + each));
            log.warn("its disk is {}", "full");
            MDC.clear();
            log.warn("nobody's");
        } finally {
            MDC.clear();
            System.setErr(err);
        }
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void aLineAboutAnAttemptSaysOfWhichAndOthersDoNot() throws Exception {
        assertThat(logged(Logs.Form.TEXT))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .endsWith(
                                        "[job the-job task the-task attempt the-attempt on the-node] its disk is full"),
                        line -> assertThat(line).endsWith("dev.sampo.Body nobody's"));
    }

    @Test
    void forProgramsEachLineIsAnObject() throws Exception {
        List<String> lines = logged(Logs.Form.JSON);
        assertThat(lines).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.at("/mdc/task").asText()).isEqualTo("the-task");
        assertThat(first.at("/mdc/attempt").asText()).isEqualTo("the-attempt");
        assertThat(first.get("formattedMessage").asText()).isEqualTo("its disk is full");
        assertThat(first.get("level").asText()).isEqualTo("WARN");
        assertThat(new ObjectMapper().readTree(lines.get(1)).at("/mdc/task").isMissingNode())
                .isTrue();
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
