package dev.sampo.actors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.dag.Dag;
import dev.sampo.dag.TaskContext;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.link.Availability;
import dev.sampo.planning.Answer;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import dev.sampo.wire.TakesOn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on the loopback: the first serves the partitions, both run tasks. */
class ClusterTest {
    /** Enough job ids to meet every partition. */
    private static final int PROBES = 64;

    private static final int MIB = 1 << 20;
    private static volatile CountDownLatch begun;

    private ActorTestKit firstKit;
    private ActorTestKit secondKit;
    private TestEngine first;
    private TestEngine second;

    private static Config config(Set<String> roles) {
        return ConfigFactory.parseString("""
                        pekko {
                          actor.provider = cluster
                          remote.artery { canonical { hostname = "127.0.0.1", port = 0 } }
                          cluster {
                            roles = [%s]
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
                        """.formatted(String.join(",", roles))).withFallback(TestEngine.config());
    }

    @BeforeEach
    void start() {
        begun = new CountDownLatch(1);
        var both = Set.of(EngineSettings.COORDINATOR, EngineSettings.WORKER);
        var worker = Set.of(EngineSettings.WORKER);
        firstKit = ActorTestKit.create("cluster", config(both));
        secondKit = ActorTestKit.create("cluster", config(worker));
        var seed = Cluster.get(firstKit.system());
        seed.manager().tell(Join.create(seed.selfMember().address()));
        Cluster.get(secondKit.system())
                .manager()
                .tell(Join.create(seed.selfMember().address()));
        await().atMost(Duration.ofSeconds(15))
                .until(() -> Cluster.get(secondKit.system()).selfMember().status() == MemberStatus.up());
        first = TestEngine.start(firstKit, settings("node-1", both));
        second = TestEngine.start(secondKit, settings("node-2", worker));
        for (int i = 0; i < PROBES; i++) {
            awaitBothNodesKnownTo(new JobId("probe-" + i));
        }
    }

    /** A partition that has not heard of a node yet refuses what only that node could run. */
    private void awaitBothNodesKnownTo(JobId probe) {
        var dag = Dag.named("probe");
        for (String node : List.of("node-1", "node-2")) {
            dag.task(node, () -> 1).where(Selector.label("name").is(node));
        }
        var blueprint = dag.compile(first.engine.encoder());
        await().atMost(Duration.ofSeconds(15)).until(() -> first.offer(probe, blueprint) instanceof Answer.Accepted);
    }

    private static EngineSettings settings(String node, Set<String> roles) {
        var settings = EngineSettings.of(new NodeId(node), Resources.cpus(1));
        return settings.with(Map.of("name", node)).withRoles(roles);
    }

    @AfterEach
    void stop() {
        second.close();
        secondKit.shutdownTestKit();
        first.close();
        firstKit.shutdownTestKit();
    }

    /** Such a one answers by itself where partitions are: nowhere, which is no sign that it finds them. */
    @Test
    void onlyNodesThatHaveJoinedFindTheSchedulers() {
        assertThat(first.engine.isGuided().toCompletableFuture().join()).isTrue();
        assertThat(second.engine.isGuided().toCompletableFuture().join()).isTrue();
        var worker = Set.of(EngineSettings.WORKER);
        var apartKit = ActorTestKit.create("cluster", config(worker));
        try (var apart = TestEngine.start(apartKit, settings("node-3", worker))) {
            assertThat(apart.engine.isGuided().toCompletableFuture().join()).isFalse();
        } finally {
            apartKit.shutdownTestKit();
        }
    }

    static byte[] make(TaskContext context) {
        byte[] bytes = new byte[MIB + 17];
        bytes[MIB] = (byte) context.node().charAt(context.node().length() - 1);
        return bytes;
    }

    static String use(byte[] bytes, TaskContext context) {
        return (char) bytes[MIB] + " of " + bytes.length + " on " + context.node();
    }

    static String stayOnTheSecond(TaskContext context) throws InterruptedException {
        begun.countDown();
        if (context.node().equals("node-2")) {
            new CountDownLatch(1).await();
        }
        return context.node() + " at attempt " + context.attempt();
    }

    @Test
    void aJobSpansBothNodesAndItsLargeValueGoesFromOneToTheOther() {
        var dag = Dag.named("two-nodes");
        var there = dag.task("there", ClusterTest::make)
                .where(Selector.label("name").is("node-2"))
                .keep();
        var here = dag.task("here", there, ClusterTest::use)
                .where(Selector.label("name").is("node-1"));

        var job = second.submit("two-nodes", dag);

        assertThat(second.result(job, here)).isEqualTo("2 of 1048593 on node-1");
        assertThat(second.result(job, there)).hasSize(MIB + 17);
    }

    @Test
    void whatRanOnANodeThatIsGoneRunsAgainElsewhere() throws Exception {
        var dag = Dag.named("loss");
        var task = dag.task("stay", ClusterTest::stayOnTheSecond)
                .prefer(Selector.label("name").is("node-2"));
        var job = first.submit("loss", dag);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        TestEngine.get(second.engine.stop());

        assertThat(first.answer(job, task)).isInstanceOf(Answer.TaskValue.class);
        assertThat(first.result(job, task)).startsWith("node-1 at attempt");
    }

    @Test
    void aDrainedNodeHasHandedOverWhatRanAndWhatOnlyItKept() throws Exception {
        var dag = Dag.named("drain");
        var kept = dag.task("kept", ClusterTest::make)
                .where(Selector.label("name").is("node-2"))
                .keep();
        var stays = dag.task("stays", ClusterTest::stayOnTheSecond)
                .prefer(Selector.label("name").is("node-2"))
                .after(kept);
        var job = first.submit("drain", dag);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        TakesOn end = TestEngine.get(
                first.engine.takeOn(new NodeId("node-2"), Availability.DRAINING, Duration.ofMillis(200)));
        TestEngine.get(second.engine.stop());

        assertThat(end).isEqualTo(new TakesOn(new NodeId("node-2"), Availability.DRAINING, true, 0));
        assertThat(first.result(job, stays)).isEqualTo("node-1 at attempt 1");
        assertThat(first.result(job, kept)).hasSize(MIB + 17);
    }
}
