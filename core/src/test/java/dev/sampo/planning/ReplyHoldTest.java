package dev.sampo.planning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplyHoldTest {
    private final ReplyHold<String> replies = new ReplyHold<>(10);

    @Test
    void whatIsWrittenAfterTheDecisionConfirmsIt() {
        replies.hold("accepted", 12);
        replies.sent(12);
        assertThat(replies.asks()).isFalse();
        assertThat(replies.next()).isNull();
        replies.durable(12);
        assertThat(replies.next()).isEqualTo("accepted");
        assertThat(replies.asks()).isFalse();
    }

    @Test
    void whatRestsOnNothingNewWaitsForABarrier() {
        replies.hold("status", 10);
        assertThat(replies.next()).isNull();
        assertThat(replies.asks()).isTrue();
        replies.confirmed();
        assertThat(replies.next()).isEqualTo("status");
    }

    @Test
    void aWriteSentBeforeTheDecisionConfirmsNothing() {
        replies.sent(12);
        replies.hold("status", 12);
        replies.durable(12);
        assertThat(replies.next()).isNull();
        assertThat(replies.asks()).isTrue();
    }

    @Test
    void oneBarrierIsOutAndTheRestGathers() {
        replies.hold("one", 10);
        assertThat(replies.asks()).isTrue();
        replies.hold("two", 10);
        replies.hold("three", 10);
        assertThat(replies.asks()).isFalse();
        replies.confirmed();
        assertThat(replies.next()).isEqualTo("one");
        assertThat(replies.next()).isNull();
        assertThat(replies.asks()).isTrue();
        replies.confirmed();
        assertThat(replies.next()).isEqualTo("two");
        assertThat(replies.next()).isEqualTo("three");
    }

    @Test
    void aBarrierWithoutAnAnswerIsAskedForAgain() {
        replies.hold("one", 10);
        assertThat(replies.asks()).isTrue();
        replies.unanswered();
        assertThat(replies.next()).isNull();
        assertThat(replies.asks()).isTrue();
    }
}
