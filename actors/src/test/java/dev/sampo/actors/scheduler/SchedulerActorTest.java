package dev.sampo.actors.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.actors.Barrier;
import dev.sampo.actors.EngineClock;
import dev.sampo.actors.EngineSettings;
import dev.sampo.actors.body.UserCode;
import dev.sampo.actors.membership.Suspected;
import dev.sampo.actors.telemetry.Telemetry;
import dev.sampo.actors.worker.WorkerActor;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Digest;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.NodeId;
import dev.sampo.link.Availability;
import dev.sampo.link.Order;
import dev.sampo.link.Report;
import dev.sampo.planning.Answer;
import dev.sampo.resource.Resources;
import dev.sampo.wire.Chunk;
import dev.sampo.wire.Piece;
import dev.sampo.wire.ToClient;
import dev.sampo.wire.ToScheduler;
import dev.sampo.wire.ToWorker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.SnapshotTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What leaves a scheduler, and when, seen from a client and a node that are probes. */
class SchedulerActorTest {
    private static final Duration QUIET = Duration.ofMillis(100);
    private static final JobId JOB = new JobId("job");
    private static final Blueprint BLUEPRINT = blueprint();
    private static final Function<ActorRef<ToWorker>, ToScheduler> ANNOUNCE = worker -> new ToScheduler.Announce(
            new NodeId("node-1"), 1, Resources.cpus(1), Map.of(), true, Availability.ACTIVE, 0, worker);

    private Barrier barrier = Barrier.IMMEDIATE;
    private ActorTestKit kit;
    private ActorRef<ToScheduler> scheduler;
    private TestProbe<ToClient> client;
    private TestProbe<ToWorker> node;

    private static Config config() {
        return ConfigFactory.parseString("""
                        pekko.loglevel = OFF
                        pekko.actor.provider = local
                        test-journal.class = "dev.sampo.actors.scheduler.HeldJournal"
                        """)
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(ConfigFactory.load());
    }

    private static Blueprint blueprint() {
        var dag = Dag.named("one");
        dag.task("only", () -> 1);
        return dag.compile(
                UserCode.of(SchedulerActorTest.class.getClassLoader()).encoder());
    }

    @BeforeEach
    void start() {
        HeldJournal.reset();
        kit = ActorTestKit.create("SchedulerActorTest", config());
        client = kit.createTestProbe();
        node = kit.createTestProbe();
    }

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    private void begin() {
        begin(EngineSettings.of(new NodeId("node-1"), Resources.cpus(1)).withJournal("test-journal"));
    }

    private void begin(EngineSettings settings) {
        scheduler = kit.spawn(SchedulerActor.create(
                0, settings, new EngineClock(), barrier, new Telemetry(), (partition, message) -> {}));
    }

    private void submit() {
        scheduler.tell(new ToScheduler.Submit(JOB, BLUEPRINT, JobOptions.DEFAULTS, client.getRef()));
    }

    private void announce() {
        kit.system().receptionist().tell(Receptionist.register(WorkerActor.KEY, node.getRef()));
        node.expectMessageClass(ToWorker.Introduce.class);
        scheduler.tell(new ToScheduler.Announce(
                new NodeId("node-1"), 1, Resources.cpus(1), Map.of(), true, Availability.ACTIVE, 0, node.getRef()));
    }

    @Test
    void anAnswerWaitsUntilItsFactsAreDurable() {
        begin();
        await().until(() -> !HeldJournal.WRITTEN.isEmpty());
        HeldJournal.hold();
        submit();
        await().until(() -> HeldJournal.held() > 0);
        client.expectNoMessage(QUIET);

        HeldJournal.release();

        assertThat(client.receiveMessage().answer()).isEqualTo(new Answer.Accepted(JOB, false));
    }

    @Test
    void noLetterOfATermLeavesBeforeTheTermIsDurable() {
        HeldJournal.hold();
        begin();
        announce();
        await().until(() -> HeldJournal.held() > 0);
        node.expectNoMessage(QUIET);

        HeldJournal.release();

        var first = node.expectMessageClass(ToWorker.FromPartition.class);
        assertThat(first.orders().session().term()).isEqualTo(1);
        assertThat(first.orders().number()).isEqualTo(1);
    }

    @Test
    void aSmallBlueprintComesWithTheFirstOrdersOfItsJob() {
        begin();
        announce();
        var hello = node.expectMessageClass(ToWorker.FromPartition.class).orders();
        scheduler.tell(new ToScheduler.FromNode(new Report(
                hello.session(),
                new NodeId("node-1"),
                1,
                1,
                hello.number(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.of(new Report.Greeting(List.of(), List.of())),
                Report.Others.NONE)));
        submit();

        var seen = new ArrayList<ToWorker>();
        fish(message -> {
            seen.add(message);
            return message instanceof ToWorker.FromPartition from
                    && from.orders().orders().stream().anyMatch(Order.Assign.class::isInstance);
        });
        var enclosed = new ToWorker.Enclosed(new Piece.OfBlueprint(BLUEPRINT.digest(), Chunk.of(BLUEPRINT.bytes(), 0)));
        assertThat(seen).containsOnlyOnce(enclosed);
        assertThat(seen.get(seen.indexOf(enclosed) + 1)).isInstanceOf(ToWorker.FromPartition.class);
    }

    @Test
    void aPartitionWhoseJournalFailsAnswersNothingAndBeginsAnotherTerm() {
        begin();
        announce();
        node.expectMessageClass(ToWorker.FromPartition.class);
        HeldJournal.failNext();
        submit();

        fish(message -> message instanceof ToWorker.Introduce);
        client.expectNoMessage(QUIET);
        scheduler.tell(ANNOUNCE.apply(node.getRef()));

        fish(message -> message instanceof ToWorker.FromPartition from
                && from.orders().session().term() == 2);
        scheduler.tell(new ToScheduler.AskStatus(JOB, client.getRef()));
        assertThat(client.receiveMessage().answer()).isEqualTo(new Answer.NoSuchJob(JOB));
    }

    @Test
    void aJarThatWasOnItsWayWhenTheSchedulerBeganAgainIsNoConcernOfTheNextLife() {
        begin();
        announce();
        node.expectMessageClass(ToWorker.FromPartition.class);
        TestProbe<ToScheduler.FetchBlueprint> source = kit.createTestProbe();
        Blueprint graph = graph("one", new Digest(1, 2));
        scheduler.tell(new ToScheduler.Offer(
                JOB, graph.digest(), graph.bytes().length, JobOptions.DEFAULTS, source.getRef(), client.getRef()));
        var asked = source.receiveMessage();
        asked.replyTo().tell(new Piece.OfBlueprint(graph.digest(), Chunk.of(graph.bytes(), 0)));
        assertThat(source.receiveMessage().blueprint()).isEqualTo(new Digest(1, 2));
        HeldJournal.failNext();
        submit();

        fish(message -> message instanceof ToWorker.Introduce);
        scheduler.tell(ANNOUNCE.apply(node.getRef()));
        fish(message -> message instanceof ToWorker.FromPartition from
                && from.orders().session().term() == 2);
        node.expectNoMessage(Duration.ofMillis(500));
        scheduler.tell(new ToScheduler.AskStatus(JOB, client.getRef()));
        assertThat(client.receiveMessage().answer()).isEqualTo(new Answer.NoSuchJob(JOB));
    }

    private static Blueprint graph(String name, Digest jar) {
        var dag = Dag.named(name);
        dag.task("only", () -> 1);
        ClassLoader classes = SchedulerActorTest.class.getClassLoader();
        return dag.compile(UserCode.of(classes).with(classes, jar).encoder());
    }

    @Test
    void aJarOfTwoGraphsIsFetchedOnceAndFromTheSecondClientIfTheFirstHasItNot() {
        begin();
        var jar = new byte[] {1, 2, 3};
        Digest digest = Digest.of(jar);
        List<Blueprint> graphs = List.of(graph("one", digest), graph("two", digest), graph("three", digest));
        var jarsAsked = new AtomicInteger();
        ActorRef<ToScheduler.FetchBlueprint> source = kit.spawn(Behaviors.receiveMessage(fetch -> {
            Piece answer = graphs.stream()
                    .filter(graph -> graph.digest().equals(fetch.blueprint()))
                    .findFirst()
                    .<Piece>map(graph -> new Piece.OfBlueprint(graph.digest(), Chunk.of(graph.bytes(), 0)))
                    .orElseGet(() -> jarsAsked.incrementAndGet() == 1
                            ? new Piece.NoBlueprint(digest, "it is not here")
                            : new Piece.OfBlueprint(digest, Chunk.of(jar, 0)));
            fetch.replyTo().tell(answer);
            return Behaviors.same();
        }));
        for (Blueprint graph : graphs) {
            scheduler.tell(new ToScheduler.Offer(
                    new JobId(graph.name()),
                    graph.digest(),
                    graph.bytes().length,
                    JobOptions.DEFAULTS,
                    source,
                    client.getRef()));
        }
        List<Answer> answers =
                client.receiveSeveralMessages(3).stream().map(ToClient::answer).toList();
        assertThat(answers).filteredOn(Answer.Rejected.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(Answer.Accepted.class::isInstance).hasSize(2);
        assertThat(jarsAsked).hasValue(2);
    }

    @Test
    void aJournalIsCutAlsoIfItGrowsByALittleInEachOfManyLives() {
        var settings = EngineSettings.of(new NodeId("node-1"), Resources.cpus(1))
                .withJournal("test-journal")
                .withCheckpointFacts(3);
        var checkpoints = SnapshotTestKit.create(kit.system());
        for (int life = 1; life <= 3; life++) {
            int term = life;
            begin(settings);
            await().until(() -> HeldJournal.WRITTEN.size() == term);
            assertThat(life < 3
                            && !checkpoints
                                    .persistedInStorage("sampo-partition-0")
                                    .isEmpty())
                    .isFalse();
            if (life < 3) {
                kit.stop(scheduler);
            }
        }
        await().until(() -> !checkpoints.persistedInStorage("sampo-partition-0").isEmpty());
    }

    @Test
    void whoSubmittedWhatTheJournalRefusedIsToldThatItWasNotAccepted() {
        begin();
        await().until(() -> !HeldJournal.WRITTEN.isEmpty());
        HeldJournal.reject();
        submit();

        assertThat(client.receiveMessage().answer()).isEqualTo(new Answer.NotWritten(JOB, "the disk is full"));

        submit();
        assertThat(client.receiveMessage().answer()).isEqualTo(new Answer.Accepted(JOB, false));
    }

    @Test
    void whatWasAcceptedBeforeIsNotDeniedWhenTheJournalRefusesSomethingElse() {
        begin();
        submit();
        assertThat(client.receiveMessage().answer()).isEqualTo(new Answer.Accepted(JOB, false));
        HeldJournal.hold();
        scheduler.tell(new ToScheduler.Submit(new JobId("other"), BLUEPRINT, JobOptions.DEFAULTS, client.getRef()));
        submit();
        await().until(() -> HeldJournal.held() > 0);

        HeldJournal.reject();

        assertThat(client.receiveMessage().answer())
                .isEqualTo(new Answer.NotWritten(new JobId("other"), "the disk is full"));
        client.expectNoMessage(QUIET);
    }

    @Test
    void aNodeSuspectedToBeDeadIsAskedWhetherItLivesAndGetsANewSession() {
        begin();
        announce();
        fish(message -> message instanceof ToWorker.FromPartition);
        kit.system()
                .eventStream()
                .tell(new EventStream.Publish<>(
                        new Suspected(node.getRef().path().address(), 1)));

        fish(message -> message instanceof ToWorker.Introduce);
        scheduler.tell(ANNOUNCE.apply(node.getRef()));

        fish(message -> message instanceof ToWorker.FromPartition from
                && from.orders().session().number() == 2);
    }

    private void fish(Predicate<ToWorker> wanted) {
        node.fishForMessage(
                Duration.ofSeconds(5),
                message -> wanted.test(message) ? FishingOutcomes.complete() : FishingOutcomes.continueAndIgnore());
    }

    @Test
    void aSchedulerWhoseJournalWasContinuedByAnotherAnswersNothingFromItsPast() {
        var asked = new CompletableFuture<Long>();
        barrier = persistenceId -> asked;
        begin();
        await().until(() -> !HeldJournal.WRITTEN.isEmpty());
        scheduler.tell(new ToScheduler.AskStatus(JOB, client.getRef()));
        asked.complete(1_000L);
        client.expectNoMessage(QUIET);
    }

    @Test
    void anAnswerThatRestsOnNothingNewWaitsForTheBarrierAndAsksAgainWhenThereIsNoAnswer() {
        var first = new CompletableFuture<Long>();
        var barriers = new ArrayDeque<>(List.of(first, CompletableFuture.completedFuture(1L)));
        barrier = persistenceId -> barriers.poll();
        begin();
        await().until(() -> !HeldJournal.WRITTEN.isEmpty());
        scheduler.tell(new ToScheduler.AskStatus(JOB, client.getRef()));
        client.expectNoMessage(QUIET);
        first.completeExceptionally(new IllegalStateException("no majority"));
        assertThat(client.receiveMessage().answer()).isEqualTo(new Answer.NoSuchJob(JOB));
    }

    @Test
    void questionsThatComeWhileTheJournalIsReadAreAnsweredAfterwards() {
        begin();
        scheduler.tell(new ToScheduler.AskStatus(JOB, client.getRef()));
        assertThat(client.receiveMessage().answer()).isEqualTo(new Answer.NoSuchJob(JOB));
    }
}
