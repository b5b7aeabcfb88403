package dev.sampo;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sampo.dag.Dag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What the JDK's flight recorder and the log are told of attempts. */
class AttemptsToldTest {
    @TempDir
    private Path directory;

    @Test
    void theFlightRecorderHearsOfEveryAttempt() throws IOException {
        String node;
        Path file = directory.resolve("attempts.jfr");
        try (Sampo sampo = Sampo.local();
                var recording = new Recording()) {
            recording.enable("dev.sampo.AttemptRun").withoutThreshold();
            recording.start();
            var dag = Dag.named("recorded");
            var good = dag.task("good", () -> "value");
            dag.task("bad", good, value -> {
                throw new IOException("disk full");
            });
            node = sampo.node();
            sampo.submit(dag, "recorded-1").ended().toCompletableFuture().join();
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertThat(events)
                .extracting(
                        event -> event.getString("job"),
                        event -> event.getString("dag"),
                        event -> event.getString("task"),
                        event -> event.getInt("attempt"),
                        event -> event.getString("node"),
                        event -> event.getString("outcome"))
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("recorded-1", "recorded", "good", 1, node, "succeeded"),
                        org.assertj.core.groups.Tuple.tuple("recorded-1", "recorded", "bad", 1, node, "failed"));
        assertThat(events)
                .allSatisfy(event -> assertThat(event.getString("kind")).isNotEmpty());
    }

    @Test
    void whatABodyLogsSaysWhoseLineItIs() {
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var log = (Logger) LoggerFactory.getLogger("body");
        log.addAppender(lines);
        String node;
        try (Sampo sampo = Sampo.local()) {
            node = sampo.node();
            var dag = Dag.named("logged");
            dag.task("line", () -> {
                LoggerFactory.getLogger("body").warn("here");
                MDC.put("left", "behind");
                return 1;
            });
            sampo.submit(dag, "logged-1").await();
            var again = Dag.named("logged");
            again.task("line", () -> {
                LoggerFactory.getLogger("body").warn("there");
                return 1;
            });
            sampo.submit(again, "logged-2").await();
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getMDCPropertyMap)
                .containsExactly(
                        Map.of("job", "logged-1", "task", "line", "attempt", "1", "node", node),
                        Map.of("job", "logged-2", "task", "line", "attempt", "1", "node", node));
    }
}
