package dev.sampo.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.bytes.MalformedBytes;
import dev.sampo.planning.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.event.Logging;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two real nodes over Artery TCP: one sends raw bytes as if they were ours, the other must live on and answer. */
class HostileBytesTest {

    private static final Config REMOTE = ConfigFactory.parseString("""
            pekko {
              actor.provider = cluster
              cluster.jmx.enabled = off
              # Errors are to be published, though no logging backend wants them, and not printed.
              use-slf4j = off
              loggers = ["dev.sampo.wire.HostileBytesTest$Silence"]
              logging-filter = "org.apache.pekko.event.DefaultLoggingFilter"
              remote.artery { transport = tcp, canonical.hostname = "127.0.0.1", canonical.port = 0 }
            }
            """);
    private static final Config HOSTILE = ConfigFactory.parseString("""
            pekko.actor.serializers.sampo-wire = "dev.sampo.wire.RawSerializer"
            pekko.actor.serialization-bindings."dev.sampo.wire.RawSerializer$Raw" = sampo-wire
            """);

    private static ActorTestKit attacker;
    private static ActorTestKit victim;

    @BeforeAll
    static void start() {
        victim = ActorTestKit.create("Victim", REMOTE.withFallback(ConfigFactory.load()));
        attacker = ActorTestKit.create("Attacker", HOSTILE.withFallback(REMOTE).withFallback(ConfigFactory.load()));
    }

    @AfterAll
    static void stop() {
        attacker.shutdownTestKit();
        victim.shutdownTestKit();
    }

    @Test
    void aNodeRefusesHostileBytesOneByOneAndStillAnswers() throws IOException {
        ActorRef<ToScheduler> scheduler = remote(victim.spawn(scheduler(), "scheduler"));
        assertAnswers(scheduler);
        TestProbe<Logging.Error> errors = victim.createTestProbe();
        Adapter.toClassic(victim.system())
                .eventStream()
                .subscribe(Adapter.toClassic(errors.ref()), Logging.Error.class);
        for (byte[] payload : payloads()) {
            Adapter.toClassic(scheduler).tell(new RawSerializer.Raw(payload), null);
            assertThat(nextRefusal(errors).cause()).isInstanceOf(MalformedBytes.class);
        }
        assertAnswers(scheduler);
        assertThat(victim.system().whenTerminated().isCompleted()).isFalse();
    }

    /** The cases S-07 (lengths), S-08 (nesting) and S-09 (foreign, random and flipped bytes). */
    private static List<byte[]> payloads() throws IOException {
        var payloads = new ArrayList<byte[]>();
        payloads.add(new byte[] {1, 3, 1, -1, -1, -1, -1, 7});
        payloads.add(new byte[] {1, 20, 36, -1, -1, -1, -1, 7});
        payloads.add(new byte[] {1, 11, 0, 0, 0, 1, -9, -1, -1, -1, 7});
        byte[] nested = new byte[100_000];
        Arrays.fill(nested, (byte) 20);
        nested[0] = 1;
        payloads.add(nested);
        payloads.add("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        var java = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(java)) {
            out.writeObject(new ArrayList<>(List.of("gadget")));
        }
        payloads.add(java.toByteArray());
        payloads.add(new byte[0]);
        var random = new Random(9);
        for (int i = 0; i < 50; i++) {
            byte[] noise = new byte[random.nextInt(2_000) + 2];
            random.nextBytes(noise);
            noise[0] = i % 2 == 0 ? Message.VERSION : noise[0];
            payloads.add(noise);
        }
        return payloads;
    }

    private static Logging.Error nextRefusal(TestProbe<Logging.Error> errors) {
        Logging.Error error = errors.receiveMessage(Duration.ofSeconds(20));
        assertThat(error.message().toString())
                .startsWith("Failed to deserialize")
                .contains("id [7301001]");
        return error;
    }

    private static void assertAnswers(ActorRef<ToScheduler> scheduler) {
        TestProbe<ToClient> client = attacker.createTestProbe();
        scheduler.tell(new ToScheduler.AskStatus(Samples.JOB, client.ref()));
        assertThat(client.receiveMessage(Duration.ofSeconds(20)))
                .isEqualTo(new ToClient(new Answer.NoSuchJob(Samples.JOB)));
    }

    private static Behavior<ToScheduler> scheduler() {
        return Behaviors.receiveMessage(message -> {
            ((ToScheduler.FromClient) message).replyTo().tell(new ToClient(new Answer.NoSuchJob(Samples.JOB)));
            return Behaviors.same();
        });
    }

    private static ActorRef<ToScheduler> remote(ActorRef<ToScheduler> local) {
        String address = ActorRefResolver.get(victim.system()).toSerializationFormat(local);
        return ActorRefResolver.get(attacker.system()).resolveActorRef(address);
    }

    /** A logger that says nothing. */
    public static final class Silence extends AbstractActor {
        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(Logging.InitializeLogger.class, start -> getSender()
                            .tell(Logging.loggerInitialized(), getSelf()))
                    .matchAny(event -> {})
                    .build();
        }
    }
}
