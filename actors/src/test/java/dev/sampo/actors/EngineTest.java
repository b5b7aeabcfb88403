package dev.sampo.actors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.job.JobStatus;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole jobs through one engine without a cluster. */
class EngineTest {
    private static final ActorTestKit KIT = ActorTestKit.create("EngineTest", TestEngine.config());

    private TestEngine engine;

    @BeforeEach
    void start() {
        engine = TestEngine.start(KIT, TestEngine.settings());
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    @Test
    void aChainOfTypedTasksGivesItsResult() {
        var dag = Dag.named("hello");
        var name = dag.value("name", "world");
        var greeting = dag.task("greeting", name, who -> "hello " + who);
        var loud = dag.task("loud", greeting, text -> text.toUpperCase());
        var length = dag.task("length", loud, String::length);

        var job = engine.submit("hello", dag);

        assertThat(engine.result(job, loud)).isEqualTo("HELLO WORLD");
        assertThat(engine.result(job, length)).isEqualTo(11);
        assertThat(engine.await(job).status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void tenThousandTinyTasksAreMappedAndGathered() {
        var dag = Dag.named("squares");
        var numbers =
                dag.task("numbers", () -> IntStream.range(0, 10_000).boxed().toList());
        var squares = dag.each("squares", numbers, n -> (long) n * n);
        var sum = dag.task("sum", squares.all(), (List<Long> all) -> all.stream()
                .mapToLong(each -> each)
                .sum());

        var job = engine.submit("squares", dag);

        assertThat(engine.result(job, sum)).isEqualTo(333_283_335_000L);
    }
}
