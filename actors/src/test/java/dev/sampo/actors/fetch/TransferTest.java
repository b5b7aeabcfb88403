package dev.sampo.actors.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.sampo.actors.worker.WorkerActor;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Value;
import dev.sampo.wire.Chunk;
import dev.sampo.wire.Piece;
import dev.sampo.wire.ToWorker;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransferTest {
    private static final JobId JOB = new JobId("job");
    private static final NodeId KEEPER = new NodeId("keeper");
    private static final int CHUNKS = 8;

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private final TestProbe<ToWorker> keeper = kit.createTestProbe();
    private final byte[] bytes = new byte[CHUNKS * Chunk.BYTES_MAX];

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    private void answer(ToWorker.FetchValue fetch) {
        fetch.replyTo().tell(new Piece.OfValue(JOB, 3, fetch.crc(), Chunk.of(bytes, (int) fetch.offset())));
    }

    /** The task has made two values that differ, and both are on their way at once. */
    @Test
    void twoFetchesShareAnAddressAndEachGetsWhatItAskedFor() throws Exception {
        kit.system().receptionist().tell(Receptionist.register(WorkerActor.keyOf(KEEPER), keeper.getRef()));
        var transfers = kit.spawn(Transfers.create());
        var first = new CompletableFuture<byte[]>();
        var second = new CompletableFuture<byte[]>();
        transfers.tell(new Transfers.Fetch(source(1, 1), 5, first));
        transfers.tell(new Transfers.Fetch(source(2, 2), 5, second));
        var one = keeper.expectMessageClass(ToWorker.FetchValue.class);
        var other = keeper.expectMessageClass(ToWorker.FetchValue.class);

        assertThat(one.replyTo()).isEqualTo(other.replyTo());
        for (ToWorker.FetchValue asked : List.of(other, one)) {
            byte[] value = new byte[asked.crc()];
            asked.replyTo().tell(new Piece.OfValue(JOB, 3, asked.crc(), Chunk.of(value, 0)));
        }

        assertThat(first.get(10, TimeUnit.SECONDS)).hasSize(1);
        assertThat(second.get(10, TimeUnit.SECONDS)).hasSize(2);
    }

    private static Source source(int size, int crc) {
        return new Source.OfNode(JOB, 3, new Value.Stored(KEEPER, size, crc, Value.NO_LIST));
    }

    /** The late chunk opens the window for more, at a moment when nobody is known to ask. */
    @Test
    void aChunkThatComesWhileItsKeeperIsLookedUpAnewIsTaken() throws Exception {
        new Random(1).nextBytes(bytes);
        var receptionist = kit.system().receptionist();
        var key = WorkerActor.keyOf(KEEPER);
        receptionist.tell(Receptionist.register(key, keeper.getRef()));
        var whole = new CompletableFuture<byte[]>();
        var source = new Source.OfNode(JOB, 3, new Value.Stored(KEEPER, bytes.length, 0, Value.NO_LIST));
        kit.spawn(Transfers.create()).tell(new Transfers.Fetch(source, 5, whole));
        var first = keeper.expectMessageClass(ToWorker.FetchValue.class);
        var gone = kit.<Receptionist.Deregistered>createTestProbe();
        receptionist.tell(Receptionist.deregister(key, keeper.getRef(), gone.getRef()));
        gone.receiveMessage();

        ManualTime.get(kit.system()).timePasses(Duration.ofSeconds(1));
        answer(first);
        for (int chunk = 1; chunk < CHUNKS; chunk++) {
            answer(keeper.expectMessageClass(ToWorker.FetchValue.class));
        }

        assertThat(whole.get(10, TimeUnit.SECONDS)).isEqualTo(bytes);
    }
}
