package dev.sampo.actors.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.job.JobId;
import dev.sampo.planning.Answer;
import dev.sampo.planning.Plan;
import dev.sampo.wire.ToClient;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class ClientsTest {
    private static final Answer ANSWER = new Answer.NoSuchJob(new JobId("job"));

    private final Clients clients = new Clients(2);
    private final TestInbox<ToClient> one = TestInbox.create();
    private final TestInbox<ToClient> other = TestInbox.create();

    @Test
    void answersLeaveInOrderAndNotBeforeTheirFacts() {
        long first = clients.ticket(one.getRef());
        long second = clients.ticket(other.getRef());
        clients.hold(new Plan.Reply(first, ANSWER), 5);
        clients.hold(new Plan.Reply(second, ANSWER), 7);
        clients.held().sent(7);
        clients.held().durable(6);
        clients.held().asks();
        clients.held().confirmed();
        clients.answer();
        assertThat(one.getAllReceived()).hasSize(1);
        assertThat(other.hasMessages()).isFalse();
        clients.held().durable(7);
        clients.answer();
        assertThat(other.getAllReceived()).hasSize(1);
    }

    @Test
    void onlyThoseStillWithoutAnAnswerAreToBeWatched() {
        long answered = clients.ticket(one.getRef());
        clients.ticket(other.getRef());
        clients.hold(new Plan.Reply(answered, ANSWER), 0);
        assertThat(clients.newlyWaiting()).containsExactly(other.getRef());
        assertThat(clients.newlyWaiting()).isEmpty();
    }

    @Test
    void theTicketsOfAClientThatIsGoneAreFree() {
        long first = clients.ticket(one.getRef());
        long second = clients.ticket(one.getRef());
        clients.newlyWaiting();
        assertThat(clients.isFull()).isTrue();
        assertThat(clients.gone(one.getRef())).containsExactly(first, second);
        assertThat(clients.isFull()).isFalse();
        clients.hold(new Plan.Reply(first, ANSWER), 0);
        clients.held().sent(1);
        clients.held().durable(1);
        clients.answer();
        assertThat(one.hasMessages()).isFalse();
    }
}
