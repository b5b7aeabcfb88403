package dev.sampo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.job.JobId;
import dev.sampo.planning.Answer;
import dev.sampo.wire.ToClient;
import dev.sampo.wire.ToScheduler;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AskingTest {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final JobId JOB = new JobId("job");
    private static final Answer ANSWER = new Answer.NoSuchJob(JOB);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final TestProbe<ToScheduler> partition = KIT.createTestProbe(ToScheduler.class);

    @AfterAll
    static void end() {
        KIT.shutdownTestKit();
    }

    private static Asking asking(Duration timeout, Duration again) {
        return new Asking(KIT.system(), new ClientSettings(timeout, again));
    }

    private CompletionStage<Answer> status(Asking asking) {
        return asking.inTime(
                "the status", partition.getRef(), to -> new ToScheduler.AskStatus(JOB, to), Function.identity());
    }

    private ToScheduler.AskStatus asked() {
        return partition.expectMessageClass(ToScheduler.AskStatus.class, LONG);
    }

    private static Answer get(CompletionStage<Answer> answer) throws Exception {
        return answer.toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void aQuestionThatWasLostIsAskedAgain() throws Exception {
        CompletionStage<Answer> answer = status(asking(LONG, SHORT));
        asked();
        asked().replyTo().tell(new ToClient(ANSWER));
        assertThat(get(answer)).isEqualTo(ANSWER);
    }

    @Test
    void aLateAnswerToTheFirstAskingIsAnAnswer() throws Exception {
        CompletionStage<Answer> answer = status(asking(LONG, SHORT));
        ToScheduler.AskStatus first = asked();
        asked();
        first.replyTo().tell(new ToClient(ANSWER));
        assertThat(get(answer)).isEqualTo(ANSWER);
    }

    @Test
    void whatNobodyAnswersInTimeIsIndeterminate() {
        CompletionStage<Answer> answer = status(asking(Duration.ofMillis(100), SHORT));
        assertThatThrownBy(() -> get(answer))
                .hasCauseInstanceOf(SampoException.Indeterminate.class)
                .hasMessageContaining("the status");
    }

    @Test
    void whatWaitsForSomethingToHappenIsAskedUntilItHas() throws Exception {
        var asked = new AtomicInteger();
        ActorRef<ToScheduler> slow = KIT.spawn(Behaviors.receiveMessage(question -> {
            if (asked.incrementAndGet() > 3) {
                ((ToScheduler.AskStatus) question).replyTo().tell(new ToClient(ANSWER));
            }
            return Behaviors.same();
        }));
        CompletionStage<Answer> answer = asking(SHORT, SHORT)
                .untilAnswered("the end", slow, to -> new ToScheduler.AskStatus(JOB, to), Function.identity());
        assertThat(get(answer)).isEqualTo(ANSWER);
    }
}
