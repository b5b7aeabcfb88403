package dev.sampo.actors.membership;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.sampo.membership.Gathering;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.Cluster;
import org.junit.jupiter.api.Test;

class JoinTest {
    private static final long LIMIT_SECONDS = 60;

    @Test
    void whoIsRemovedWhileItJoinsIsToldSo() throws InterruptedException {
        ActorTestKit kit =
                ActorTestKit.create("join", ConfigFactory.parseString("""
                        pekko.actor.provider = cluster
                        pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                        """).withFallback(ConfigFactory.load()));
        try {
            String self = Cluster.get(kit.system()).selfAddress().hostPort();
            var waits = new CountDownLatch(1);
            var gathering = new Gathering.Settings(
                    "sampo", self.substring(self.indexOf('@') + 1), true, List.of(), List.of(), 3, 1, 1_500);
            var up = Membership.of(kit.system())
                    .join(new JoinSettings(
                            gathering, 3, 100, Long.MAX_VALUE, waiting -> waits.countDown(), voters -> {}));
            waits.await(LIMIT_SECONDS, TimeUnit.SECONDS);
            kit.system().terminate();
            assertThatThrownBy(() -> up.toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(CannotJoin.class)
                    .hasMessageContaining("removed again");
        } finally {
            kit.shutdownTestKit();
        }
    }
}
