package dev.sampo.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;

/** The persistent entity of the tests: adds up strings' lengths, keeps a snapshot now and then if told to. */
final class Counter extends EventSourcedBehavior<Counter.Command, String, Long> {

    sealed interface Command {}

    record Add(List<String> texts, ActorRef<Done> replyTo) implements Command {}

    record Ask(ActorRef<Long> replyTo) implements Command {}

    private final int snapshotEvery;

    Counter(String id, int snapshotEvery) {
        super(PersistenceId.ofUniqueId(id));
        this.snapshotEvery = snapshotEvery;
    }

    @Override
    public Long emptyState() {
        return 0L;
    }

    @Override
    public CommandHandler<Command, String, Long> commandHandler() {
        return (sum, command) -> {
            if (command instanceof Add add) {
                return Effect().persist(add.texts()).thenRun(done -> add.replyTo()
                        .tell(Done.getInstance()));
            } else if (command instanceof Ask ask) {
                return Effect().none().thenRun(state -> ask.replyTo().tell(state));
            }
            throw new AssertionError(command);
        };
    }

    @Override
    public EventHandler<Long, String> eventHandler() {
        return (sum, text) -> sum + text.length();
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return snapshotEvery == 0
                ? RetentionCriteria.disabled()
                : RetentionCriteria.snapshotEvery(snapshotEvery, 2).withDeleteEventsOnSnapshot();
    }

    /** An actor system with this journal in that directory. */
    static ActorSystem<SpawnProtocol.Command> system(Path directory, JournalSetup faults, String... settings) {
        List<String> lines = new ArrayList<>(List.of(settings));
        lines.add("pekko.persistence.journal.plugin = sampo.journal.log");
        lines.add("pekko.persistence.snapshot-store.plugin = sampo.journal.snapshots");
        lines.add("pekko.stdout-loglevel = OFF");
        lines.add("sampo.journal.log.directory = \"" + directory + "\"");
        Config config = ConfigFactory.parseString(String.join("\n", lines)).withFallback(ConfigFactory.load());
        ActorSystemSetup setup = ActorSystemSetup.create(BootstrapSetup.create(config));
        if (faults != null) {
            setup = setup.withSetup(faults);
        }
        return ActorSystem.create(SpawnProtocol.create(), "journal", setup);
    }

    static <T> ActorRef<T> start(ActorSystem<SpawnProtocol.Command> system, Behavior<T> counter) throws Exception {
        return await(AskPattern.ask(
                system,
                replyTo -> new SpawnProtocol.Spawn<>(counter, "", Props.empty(), replyTo),
                Duration.ofSeconds(20),
                system.scheduler()));
    }

    static void add(ActorSystem<?> system, ActorRef<Command> counter, List<String> texts) throws Exception {
        await(AskPattern.<Command, Done>ask(
                counter, replyTo -> new Add(texts, replyTo), Duration.ofSeconds(20), system.scheduler()));
    }

    static long sum(ActorSystem<?> system, ActorRef<Command> counter) throws Exception {
        return await(AskPattern.<Command, Long>ask(counter, Ask::new, Duration.ofSeconds(60), system.scheduler()));
    }

    static void stop(ActorSystem<?> system) throws Exception {
        system.terminate();
        await(system.getWhenTerminated());
    }

    static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
}
