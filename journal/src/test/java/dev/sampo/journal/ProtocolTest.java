package dev.sampo.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** What Pekko asks of a journal, message by message; the full set is Pekko's own kit, which is run outside the build. */
class ProtocolTest {

    @TempDir
    Path directory;

    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private ActorSystem<SpawnProtocol.Command> system;
    private ActorRef journal;
    private ActorRef me;

    @BeforeEach
    void start() {
        system = Counter.system(directory, null, "sampo.journal.log.record-max = 2 KiB");
        journal = Persistence.get(system).journalFor("", system.settings().config());
        me = Watch.collecting(system, heard);
    }

    @AfterEach
    void stop() throws Exception {
        Counter.stop(system);
    }

    @Test
    void eventsThatCannotBeStoredAreRejectedAndTheOthersAreWritten() throws Exception {
        write(write(1, "first"), write(2, new Object()), write(3, "x".repeat(3000)), write(4, "fourth"));
        expect(JournalProtocol.WriteMessagesSuccessful$.class);
        expect(JournalProtocol.WriteMessageSuccess.class);
        assertThat(expect(JournalProtocol.WriteMessageRejected.class).cause()).hasMessageContaining("Object");
        assertThat(expect(JournalProtocol.WriteMessageRejected.class).cause())
                .hasMessageContaining("more than record-max 2048");
        expect(JournalProtocol.WriteMessageSuccess.class);
        journal.tell(new JournalProtocol.ReplayMessages(1, Long.MAX_VALUE, Long.MAX_VALUE, "p", me), me);
        assertThat(expect(JournalProtocol.ReplayedMessage.class).persistent().payload())
                .isEqualTo("first");
        assertThat(expect(JournalProtocol.ReplayedMessage.class).persistent().payload())
                .isEqualTo("fourth");
        assertThat(expect(JournalProtocol.RecoverySuccess.class).highestSequenceNr())
                .isEqualTo(4);
    }

    @Test
    void metadataWriterAndManifestComeBack() throws Exception {
        PersistentRepr event = PersistentRepr.apply("event", 1, "p", "a kind", false, ActorRef.noSender(), "writer-7")
                .withMetadata("about it");
        write(AtomicWrite.apply(event));
        expect(JournalProtocol.WriteMessagesSuccessful$.class);
        expect(JournalProtocol.WriteMessageSuccess.class);
        journal.tell(new JournalProtocol.ReplayMessages(1, 1, 1, "p", me), me);
        PersistentRepr found = expect(JournalProtocol.ReplayedMessage.class).persistent();
        assertThat(found.writerUuid()).isEqualTo("writer-7");
        assertThat(found.manifest()).isEqualTo("a kind");
        assertThat(found.metadata().get()).isEqualTo("about it");
        assertThat(found.timestamp()).isPositive();
    }

    @Test
    void deletedEventsStayDeletedAndTheHighestNumberStays() throws Exception {
        write(write(1, "one"), write(2, "two"), write(3, "three"));
        expect(JournalProtocol.WriteMessagesSuccessful$.class);
        for (int i = 0; i < 3; i++) {
            expect(JournalProtocol.WriteMessageSuccess.class);
        }
        journal.tell(new JournalProtocol.DeleteMessagesTo("p", Long.MAX_VALUE, me), me);
        assertThat(heard.poll(20, TimeUnit.SECONDS).toString()).startsWith("DeleteMessagesSuccess");
        journal.tell(new JournalProtocol.ReplayMessages(1, Long.MAX_VALUE, Long.MAX_VALUE, "p", me), me);
        assertThat(expect(JournalProtocol.RecoverySuccess.class).highestSequenceNr())
                .isEqualTo(3);
    }

    private static AtomicWrite write(long number, Object event) {
        return AtomicWrite.apply(PersistentRepr.apply(event, number, "p", "", false, ActorRef.noSender(), "writer"));
    }

    private void write(PersistentEnvelope... writes) {
        Seq<PersistentEnvelope> all =
                CollectionConverters.asScala(List.of(writes)).toSeq();
        journal.tell(new JournalProtocol.WriteMessages(all, me, 1), me);
    }

    private <T> T expect(Class<T> type) throws InterruptedException {
        Object next = heard.poll(20, TimeUnit.SECONDS);
        assertThat(next).isInstanceOf(type);
        return type.cast(next);
    }
}
