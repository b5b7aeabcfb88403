package dev.sampo.journal.postgresql;

import static dev.sampo.harness.NeededProgram.need;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.sampo.journal.JournalUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresqlJournalTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static ThrowAwayServer server;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        String missing = ThrowAwayServer.missing().orElse("");
        need("postgresql", missing.isEmpty(), missing);
        server = ThrowAwayServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private static Config section(String settings) {
        return ConfigFactory.parseString(settings)
                .withFallback(ConfigFactory.load())
                .getConfig("sampo.journal.postgresql");
    }

    private static ActorTestKit system(String settings) {
        Config overlay = new PostgresqlJournal().open(section(settings));
        return ActorTestKit.create(ConfigFactory.parseString("""
            pekko.persistence.journal.plugin = jdbc-journal
            pekko.persistence.snapshot-store.plugin = jdbc-snapshot-store
            pekko.actor.allow-java-serialization = on
            pekko.actor.warn-about-java-serializer-usage = off
            """)
                .withFallback(overlay)
                .withFallback(ConfigFactory.load())
                .resolve());
    }

    /** Keeps the words it is told, in order; answers each with all there are once they are stored. */
    private static final class Words extends EventSourcedBehavior<Words.Say, String, ArrayList<String>> {
        record Say(String word, ActorRef<List<String>> replyTo) {}

        private final ActorRef<List<String>> recovered;

        private Words(String id, ActorRef<List<String>> recovered) {
            super(PersistenceId.ofUniqueId(id));
            this.recovered = recovered;
        }

        static Behavior<Say> create(String id, ActorRef<List<String>> recovered) {
            return new Words(id, recovered);
        }

        @Override
        public ArrayList<String> emptyState() {
            return new ArrayList<>();
        }

        @Override
        public CommandHandler<Say, String, ArrayList<String>> commandHandler() {
            return (words, say) ->
                    Effect().persist(say.word()).thenRun(now -> say.replyTo().tell(List.copyOf(now)));
        }

        @Override
        public EventHandler<ArrayList<String>, String> eventHandler() {
            return (words, word) -> {
                words.add(word);
                return words;
            };
        }

        @Override
        public SignalHandler<ArrayList<String>> signalHandler() {
            return newSignalHandlerBuilder()
                    .onSignal(RecoveryCompleted.instance(), words -> recovered.tell(List.copyOf(words)))
                    .build();
        }

        @Override
        public RetentionCriteria retentionCriteria() {
            return RetentionCriteria.snapshotEvery(20, 1).withDeleteEventsOnSnapshot();
        }
    }

    private record Writer(ActorTestKit kit, ActorRef<Words.Say> words, TestProbe<List<String>> probe) {

        static Writer of(ActorTestKit kit, String id) {
            TestProbe<List<String>> probe = kit.createTestProbe();
            return new Writer(kit, kit.spawn(Words.create(id, probe.getRef())), probe);
        }

        List<String> next() {
            return probe.receiveMessage(LIMIT);
        }

        List<String> say(String word) {
            words.tell(new Words.Say(word, probe.getRef()));
            return next();
        }
    }

    @Test
    void anybodyLearnsHowFarOthersHaveWritten() throws Exception {
        String settings = server.settings("highest");
        ActorTestKit one = system(settings);
        ActorTestKit other = system(settings);
        try {
            assertThat(highest(other)).isZero();
            Writer writer = Writer.of(one, "highest");
            writer.next();
            writer.say("one");
            writer.say("two");
            assertThat(highest(other)).isEqualTo(2);
        } finally {
            one.shutdownTestKit();
            other.shutdownTestKit();
        }
    }

    private static long highest(ActorTestKit kit) throws Exception {
        return new PostgresqlJournal()
                .highest(Adapter.toClassic(kit.system()), "highest")
                .toCompletableFuture()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void whatWasStoredIsThereAgainAlsoAfterSnapshotsAndDeletions() throws SQLException {
        String settings = server.settings("again");
        List<String> all = IntStream.range(0, 50).mapToObj(i -> "word-" + i).toList();
        ActorTestKit first = system(settings);
        try {
            Writer writer = Writer.of(first, "words");
            assertThat(writer.next()).isEmpty();
            all.forEach(writer::say);
        } finally {
            first.shutdownTestKit();
        }
        ActorTestKit second = system(settings);
        try {
            Writer writer = Writer.of(second, "words");
            assertThat(writer.next()).isEqualTo(all);
            assertThat(writer.say("more")).hasSize(51).endsWith("more");
        } finally {
            second.shutdownTestKit();
        }
    }

    @Test
    void theLaterWriteOfATakenSequenceNumberFails() throws SQLException {
        String settings = server.settings("fenced");
        ActorTestKit old = system(settings);
        ActorTestKit young = system(settings);
        try {
            Writer first = Writer.of(old, "words");
            first.next();
            first.say("one");
            Writer second = Writer.of(young, "words");
            assertThat(second.next()).containsExactly("one");
            assertThat(second.say("two")).containsExactly("one", "two");
            TestProbe<List<String>> nobody = old.createTestProbe();
            first.words().tell(new Words.Say("too late", nobody.getRef()));
            old.createTestProbe().expectTerminated(first.words(), LIMIT);
            nobody.expectNoMessage(Duration.ofMillis(1));
            assertThat(second.say("three")).containsExactly("one", "two", "three");
            Writer third = Writer.of(old, "words");
            assertThat(third.next()).containsExactly("one", "two", "three");
        } finally {
            old.shutdownTestKit();
            young.shutdownTestKit();
        }
    }

    @Test
    void theServerItselfRefusesAHole() throws SQLException {
        String settings = server.settings("whole");
        new PostgresqlJournal().open(section(settings));
        String insert = "INSERT INTO event_journal (persistence_id, sequence_number, writer, event_ser_id,"
                + " event_ser_manifest, event_payload) VALUES ('p', %d, 'w', 1, '', ''::bytea)";
        server.execute("whole", insert.formatted(1));
        assertThatThrownBy(() -> server.execute("whole", insert.formatted(3)))
                .hasMessageContaining("event 3 of p would follow one that is not there");
        server.execute("whole", insert.formatted(2));
        server.execute("whole", insert.formatted(3));
        assertThatThrownBy(() -> server.execute("whole", insert.formatted(3))).hasMessageContaining("duplicate key");
    }

    @Test
    void theTablesAreMadeOnceByWhoeverComesFirst() throws SQLException {
        String settings = server.settings("tables");
        var journal = new PostgresqlJournal();
        IntStream.range(0, 4).parallel().forEach(i -> journal.open(section(settings)));
        assertThat(journal.open(section(settings))
                        .getInt("pekko-persistence-jdbc.shared-databases.sampo.db.maxConnections"))
                .isEqualTo(4);
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        assertUnavailable("url = \"jdbc:postgresql://127.0.0.1:1/sampo\"", "127.0.0.1:1", "is the server running");
    }

    @Test
    void aWrongPasswordIsRefusedAndNotShown() throws SQLException {
        server.settings("locked");
        assertUnavailable(
                "url = \"%s\", password = \"wrong one\"".formatted(server.url("locked")),
                "password authentication failed",
                "sampo.journal.postgresql.user");
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() {
        assertUnavailable(
                "url = \"%s\", password = \"%s\"".formatted(server.url("nowhere"), ThrowAwayServer.PASSWORD),
                "nowhere",
                "create the database");
    }

    private static void assertUnavailable(String settings, String... words) {
        assertThatThrownBy(() -> new PostgresqlJournal().open(section("sampo.journal.postgresql { " + settings + " }")))
                .isInstanceOf(JournalUnavailable.class)
                .hasMessageContaining("JOURNAL_UNAVAILABLE")
                .hasMessageContainingAll(words)
                .hasMessageNotContaining("wrong one");
    }

    @Test
    void thePasswordMayBeInAFile() throws SQLException, IOException {
        server.settings("filed");
        Path file = Files.writeString(directory.resolve("secret"), ThrowAwayServer.PASSWORD + "\n");
        String settings = "sampo.journal.postgresql { url = \"%s\", password-file = \"%s\" }";
        new PostgresqlJournal().open(section(settings.formatted(server.url("filed"), file)));
        assertThatThrownBy(() -> new PostgresqlJournal()
                        .open(section(settings.formatted(server.url("filed"), directory.resolve("none")))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("password-file");
    }

    @Test
    void aUrlOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> new PostgresqlJournal()
                        .open(section("sampo.journal.postgresql.url = \"jdbc:mysql://localhost/sampo\"")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sampo.journal.postgresql.url");
    }
}
