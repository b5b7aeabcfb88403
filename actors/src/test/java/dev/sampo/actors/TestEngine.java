package dev.sampo.actors;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.actors.body.UserCode;
import dev.sampo.body.Values;
import dev.sampo.dag.AnyHandle;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.NodeId;
import dev.sampo.planning.Answer;
import dev.sampo.resource.Resources;
import dev.sampo.wire.ToClient;
import dev.sampo.wire.ToScheduler;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;

/** An engine in this process, and the few questions tests ask of it. */
final class TestEngine implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final ActorSystem<?> system;
    final Engine engine;
    private final Map<JobId, Blueprint> blueprints = new HashMap<>();

    private TestEngine(ActorSystem<?> system, Engine engine) {
        this.system = system;
        this.engine = engine;
    }

    static Config config() {
        return ConfigFactory.parseString("""
                        pekko.loglevel = WARNING
                        pekko.actor.provider = local
                        pekko.log-dead-letters = off
                        pekko.log-dead-letters-during-shutdown = off
                        pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                        """)
                .withFallback(PersistenceTestKitPlugin.getInstance().config())
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(ConfigFactory.load())
                .resolve();
    }

    static EngineSettings settings() {
        return EngineSettings.of(new NodeId("node-1"), Resources.cpus(2));
    }

    static TestEngine start(ActorTestKit kit, EngineSettings settings) {
        return start(kit.system(), settings);
    }

    static TestEngine start(ActorSystem<?> system, EngineSettings settings) {
        var code = UserCode.of(TestEngine.class.getClassLoader());
        return new TestEngine(system, Engine.start(system, settings, code));
    }

    JobId submit(String id, Dag dag) {
        var job = new JobId(id);
        Answer answer = offer(job, dag.compile(engine.encoder()));
        if (!(answer instanceof Answer.Accepted)) {
            throw new AssertionError(answer);
        }
        return job;
    }

    Answer offer(JobId job, Blueprint blueprint) {
        blueprints.put(job, blueprint);
        return ask(job, replyTo -> new ToScheduler.Submit(job, blueprint, JobOptions.DEFAULTS, replyTo));
    }

    Answer ask(JobId job, Function<ActorRef<ToClient>, ToScheduler> message) {
        return get(AskPattern.<ToScheduler, ToClient>ask(
                        engine.partition(job), message::apply, PATIENCE, system.scheduler()))
                .answer();
    }

    Answer.JobOver await(JobId job) {
        return (Answer.JobOver) ask(job, replyTo -> new ToScheduler.AwaitJob(job, replyTo));
    }

    Answer answer(JobId job, AnyHandle<?> handle) {
        int task = blueprints.get(job).taskNamed(handle.name());
        return ask(job, replyTo -> new ToScheduler.AwaitTask(job, task, replyTo));
    }

    @SuppressWarnings("unchecked")
    <T> T result(JobId job, Handle<T> handle) {
        Answer answer = answer(job, handle);
        if (!(answer instanceof Answer.TaskValue value)) {
            throw new AssertionError(answer);
        }
        byte[] bytes = get(engine.bytes(job, value.task(), value.value()));
        var loader = engine.code().loader(blueprints.get(job));
        return (T) Values.decode(handle.name(), loader.codec(), bytes);
    }

    static <T> T get(java.util.concurrent.CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    @Override
    public void close() {
        get(engine.stop());
    }
}
