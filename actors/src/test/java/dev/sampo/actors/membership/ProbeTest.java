package dev.sampo.actors.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.sampo.wire.ToPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.UniqueAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProbeTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private ActorTestKit kit;
    private TestProbe<ToPeer> watch;
    private ServerSocket port;
    private UniqueAddress member;

    @BeforeEach
    void start() throws IOException {
        kit = ActorTestKit.create("probe", ConfigFactory.load());
        watch = kit.createTestProbe();
        port = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        member = new UniqueAddress(new Address("pekko", "sampo", "127.0.0.1", port.getLocalPort()), 7L);
    }

    @AfterEach
    void stop() throws IOException {
        port.close();
        kit.shutdownTestKit();
    }

    private void probe() {
        kit.spawn(Behaviors.setup(context -> {
            Adapter.actorOf(context, Probe.props(member, watch.getRef()));
            return Behaviors.empty();
        }));
    }

    private Socket reached() throws IOException {
        probe();
        Socket connection = port.accept();
        assertThat(watch.receiveMessage(LIMIT)).isEqualTo(new Probe.Reached(member));
        return connection;
    }

    @Test
    void aConnectionThatIsClosedAndThenRefusedIsToldAtOnceAndAgainWhenItIsSure() throws IOException {
        Socket connection = reached();
        port.close();
        connection.close();
        assertThat(watch.receiveMessage(LIMIT)).isEqualTo(new Probe.Broken(member));
        assertThat(watch.receiveMessage(LIMIT)).isEqualTo(new Probe.Refused(member));
    }

    @Test
    void aConnectionThatIsOnlyResetIsTakenUpAgain() throws IOException {
        reached().close();
        try (Socket next = port.accept()) {
            assertThat(next.isConnected()).isTrue();
            assertThat(watch.receiveMessage(LIMIT)).isEqualTo(new Probe.Reached(member));
        }
    }

    /** As behind a firewall that lets messages pass and refuses others: that says nothing of the process. */
    @Test
    void whoWasNeverReachedIsNotRefused() throws IOException {
        port.close();
        probe();
        watch.expectNoMessage(Duration.ofSeconds(1));
    }
}
