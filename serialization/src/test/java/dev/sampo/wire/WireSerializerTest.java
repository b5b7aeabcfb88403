package dev.sampo.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.sampo.bytes.MalformedBytes;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobOptions;
import dev.sampo.planning.Answer;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class WireSerializerTest {

    private static final ActorTestKit KIT = ActorTestKit.create(
            "Wire",
            ConfigFactory.parseString("pekko.actor.serialize-messages = on, sampo.wire.message-max = 8 KiB")
                    .withFallback(ConfigFactory.load()));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void everyMessageIsBoundToTheSerializerWithItsRegisteredId() throws NotSerializableException {
        for (Samples.Sample sample : Samples.all()) {
            Serializer serializer =
                    serialization().serializerFor(sample.message().getClass());
            assertThat(serializer.identifier())
                    .as(sample.toString())
                    .isEqualTo(sample.message() instanceof Facts ? 7_301_002 : 7_301_001);
        }
    }

    @Test
    void messagesBetweenActorsOfOneNodeSurviveTheirBytes() {
        TestProbe<ToScheduler> seen = KIT.createTestProbe();
        ActorRef<ToScheduler> scheduler = KIT.spawn(Behaviors.receiveMessage(message -> {
            if (message instanceof ToScheduler.FromClient request) {
                request.replyTo().tell(new ToClient(new Answer.NoSuchJob(Samples.JOB)));
                seen.ref().tell(message);
            }
            return Behaviors.same();
        }));
        TestProbe<ToClient> client = KIT.createTestProbe();
        var asked = new ToScheduler.Submit(Samples.JOB, Samples.BLUEPRINT, JobOptions.DEFAULTS, client.ref());
        scheduler.tell(asked);
        assertThat(client.receiveMessage()).isEqualTo(new ToClient(new Answer.NoSuchJob(Samples.JOB)));
        assertThat(seen.receiveMessage()).isEqualTo(asked).isNotSameAs(asked);
    }

    @Test
    void aMessageGoesThroughArterysBuffers() {
        TestProbe<ToClient> client = KIT.createTestProbe();
        var asked = new ToScheduler.AwaitJob(Samples.JOB, client.ref());
        var buffer = ByteBuffer.allocateDirect(1_024);
        buffer.put((byte) 42);
        serializer().toBinary(asked, buffer);
        buffer.flip().get();
        assertThat(serializer().fromBinary(buffer, "")).isEqualTo(asked);
        assertThat(buffer.remaining()).isZero();
    }

    @Test
    void aBatchOfFactsIsKeptUnderItsManifest() {
        var facts = new Facts(List.of(new JobEvent.JobForgotten(Samples.JOB, 1)), 5);
        byte[] bytes = serialization().serialize(facts).get();
        assertThat(serialization().deserialize(bytes, 7_301_002, "facts").get()).isEqualTo(facts);
        assertThatThrownBy(() ->
                        serialization().deserialize(bytes, 7_301_002, "fatcs").get())
                .isInstanceOf(MalformedBytes.UnknownClass.class);
    }

    @Test
    void aMessageTooLargeToArriveFailsAtItsSender() {
        TestProbe<ToClient> client = KIT.createTestProbe();
        var large = new ToScheduler.Cancel(Samples.JOB, "x".repeat(10_000), client.ref());
        assertThatThrownBy(() -> WireSerializer.requireFits(KIT.system(), large))
                .isInstanceOf(MalformedBytes.Oversize.class)
                .hasMessageContaining("ToScheduler$Cancel")
                .hasMessageContaining("8192");
        assertThatThrownBy(() -> serializer().toBinary(large)).isInstanceOf(MalformedBytes.Oversize.class);
        var fits = new ToScheduler.Cancel(Samples.JOB, "x".repeat(1_000), client.ref());
        WireSerializer.requireFits(KIT.system(), fits);
        assertThatThrownBy(() -> serializer().toBinary(fits, ByteBuffer.allocate(999)))
                .isInstanceOf(MalformedBytes.Oversize.class)
                .hasMessageContaining("999");
    }

    @Test
    void aMessageTooLargeToHaveBeenSentIsNotCopied() {
        assertThatThrownBy(() -> serializer().fromBinary(ByteBuffer.allocate(9_000), ""))
                .isInstanceOf(MalformedBytes.Oversize.class);
    }

    @Test
    void anAddressThatIsNoneReachesNobody() {
        byte[] bytes = Message.bytes(new ToScheduler.AskJobs(Actors.CLIENT), Actors.REFS, 1_024);
        var read = (ToScheduler.AskJobs) serializer().fromBinary(bytes, "");
        assertThat(read.replyTo().path().toString()).contains("deadLetters");
    }

    @Test
    void theAddressOfOneWhoAsksOnceTakesNoPlaceInTheCaches() {
        ActorTestKit node =
                ActorTestKit.create("Node", ConfigFactory.parseString("""
                                pekko.actor.provider = cluster
                                pekko.cluster.jmx.enabled = off
                                pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                                """).withFallback(ConfigFactory.load()));
        try {
            String system = "pekko://Elsewhere@127.0.0.1:1";
            String stays = system + "/user/scheduler#7";
            assertThat(asker(node, stays)).isSameAs(asker(node, stays));
            for (String asksOnce : List.of(system + "/temp/ask#8", system + "/user/worker/$a/$$b-adapter#9")) {
                assertThat(asker(node, asksOnce).path().toSerializationFormat()).isEqualTo(asksOnce);
                assertThat(asker(node, asksOnce))
                        .isEqualTo(asker(node, asksOnce))
                        .isNotSameAs(asker(node, asksOnce));
            }
            assertThat(asker(node, "no address/$a").path().toString()).contains("deadLetters");
        } finally {
            node.shutdownTestKit();
        }
    }

    private static org.apache.pekko.actor.ActorRef asker(ActorTestKit node, String address) {
        Refs written = new Refs() {
            @Override
            public String toText(ActorRef<?> actor) {
                return address;
            }

            @Override
            public <T> ActorRef<T> toActor(String text) {
                throw new AssertionError(text);
            }
        };
        byte[] bytes = Message.bytes(new ToScheduler.AskJobs(Actors.CLIENT), written, 1_024);
        Serializer serializer =
                SerializationExtension.get(node.system()).serializerByIdentity().apply(WireSerializer.IDENTIFIER);
        return Adapter.toClassic(((ToScheduler.AskJobs) serializer.fromBinary(bytes)).replyTo());
    }

    @Test
    void everyReportGoesThroughTheSystemsSerialization() {
        var report = new ToScheduler.FromNode(Samples.report(List.of(), List.of(), Optional.empty()));
        byte[] bytes = serialization().serialize(report).get();
        assertThat(serialization()
                        .deserialize(bytes, ToScheduler.FromNode.class)
                        .get())
                .isEqualTo(report);
    }

    private static Serialization serialization() {
        return SerializationExtension.get(KIT.system());
    }

    private static WireSerializer serializer() {
        return (WireSerializer) serialization().serializerByIdentity().apply(WireSerializer.IDENTIFIER);
    }
}
