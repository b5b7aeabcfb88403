package dev.sampo.actors.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.resilience.limit.Algorithm;
import dev.sampo.resilience.limit.LimitRefused;
import dev.sampo.resilience.limit.LimitSettings;
import dev.sampo.resilience.limit.LimitSettings.Scope;
import dev.sampo.resilience.limit.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes that both may keep limits for the other, and nothing else. */
class SharedLimitsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private ActorTestKit firstKit;
    private ActorTestKit secondKit;
    private Limits first;
    private Limits second;

    private static Config config() {
        return ConfigFactory.parseString("""
                        pekko {
                          loglevel = ERROR
                          actor.provider = cluster
                          remote.artery { canonical { hostname = "127.0.0.1", port = 0 } }
                          cluster {
                            roles = [coordinator]
                            jmx.enabled = off
                            gossip-interval = 100ms
                            leader-actions-interval = 100ms
                            periodic-tasks-initial-delay = 50ms
                            downing-provider-class = "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider"
                            sharding {
                              retry-interval = 100ms
                              distributed-data.durable.keys = []
                            }
                          }
                        }
                        """).withFallback(ConfigFactory.load());
    }

    @BeforeEach
    void start() {
        firstKit = ActorTestKit.create("cluster", config());
        secondKit = ActorTestKit.create("cluster", config());
        var seed = Cluster.get(firstKit.system()).selfMember().address();
        for (ActorTestKit kit : List.of(firstKit, secondKit)) {
            var cluster = Cluster.get(kit.system());
            cluster.manager().tell(Join.create(seed));
            await().atMost(LONG).until(() -> cluster.selfMember().status() == MemberStatus.up());
        }
        var even = LimitSettings.of("even", Algorithm.LEAKY_BUCKET, Rate.perSecond(200), 3)
                .with(Scope.CLUSTER);
        first = limits(firstKit, shared("both", 2_000, 200), even, shared("odd", 10, 5));
        second = limits(secondKit, shared("both", 2_000, 200), even, shared("odd", 20, 5));
    }

    private static LimitSettings shared(String name, long perSecond, long burst) {
        return LimitSettings.of(name, Algorithm.TOKEN_BUCKET, Rate.perSecond(perSecond), burst)
                .with(Scope.CLUSTER);
    }

    private static Limits limits(ActorTestKit kit, LimitSettings... declared) {
        var limits = new Limits(List.of(declared), true, kit.system().executionContext());
        kit.spawn(Behaviors.setup(context -> {
            assertThat(SharedLimits.start(context, limits)).isPresent();
            return Behaviors.empty();
        }));
        return limits;
    }

    @AfterEach
    void stop() {
        secondKit.shutdownTestKit();
        firstKit.shutdownTestKit();
    }

    @Test
    void callersOnBothNodesTogetherHaveItsRateAndNoMore() throws Exception {
        for (Limits limits : List.of(first, second)) {
            assertThat(limits.of("both").tryAcquire(1, LONG)).isTrue();
        }
        double seconds = useUp(1_000, first.of("both"), second.of("both"));
        assertThat(4_000 - 200).isLessThanOrEqualTo((int) (2_000 * seconds));
        assertThat(seconds).isLessThan(3 * 4_000 / 2_000.0);
    }

    @Test
    void momentsThatAreGivenInAdvanceCostNoRate() throws Exception {
        for (Limits limits : List.of(first, second)) {
            assertThat(limits.of("even").tryAcquire(1, LONG)).isTrue();
        }
        double seconds = useUp(100, first.of("even"), second.of("even"));
        assertThat(400 - 3).isLessThanOrEqualTo((int) (200 * seconds));
        assertThat(seconds).isLessThan(2 * 400 / 200.0);
    }

    /** Two callers on each node, so many uses each. */
    private static double useUp(int uses, NodeLimit... limits) throws Exception {
        var callers = new ArrayList<Callable<Boolean>>();
        for (NodeLimit limit : limits) {
            Callable<Boolean> caller = () -> {
                for (int use = 0; use < uses; use++) {
                    limit.acquire();
                }
                return true;
            };
            callers.addAll(List.of(caller, caller));
        }
        var threads = Executors.newFixedThreadPool(callers.size());
        long begun = System.nanoTime();
        for (Future<Boolean> used : threads.invokeAll(callers)) {
            used.get();
        }
        threads.shutdown();
        return (System.nanoTime() - begun) / 1e9;
    }

    @Test
    void whoeverKeepsItMayEndAndTheOtherGoesOn() throws Exception {
        assertThat(second.of("both").tryAcquire(1, LONG)).isTrue();
        firstKit.shutdownTestKit();
        assertThat(second.of("both").tryAcquire(50, LONG)).isTrue();
        assertThat(second.of("both").tryAcquire(100, LONG)).isTrue();
    }

    @Test
    void aLimitThatIsDeclaredDifferentlyIsRefusedInWords() {
        var refusals = new ArrayList<String>();
        for (Limits limits : List.of(first, second)) {
            try {
                assertThat(limits.of("odd").tryAcquire(1, LONG)).isTrue();
            } catch (LimitRefused refused) {
                refusals.add(refused.getMessage());
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
        assertThat(refusals)
                .singleElement()
                .asString()
                .contains(
                        "limit \"odd\": is declared differently on two nodes",
                        "10 per second, burst 5",
                        "20 per second, burst 5");
        assertThatThrownBy(() -> first.of("odd").acquire(6)).hasMessageContaining("never gives more than");
    }
}
