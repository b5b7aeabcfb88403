package dev.sampo.planning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What falls due, and how often. */
class TimersTest {
    private final Timers timers = new Timers();

    @Test
    void oneLookDoesForAllWhoWantOneThen() {
        timers.look(5);
        timers.look(5);
        timers.look(7);

        assertThat(timers.poll(6)).isEqualTo(new Timers.Due.Look());
        assertThat(timers.poll(6)).isNull();
        assertThat(timers.next()).isEqualTo(7);
    }

    @Test
    void thereIsAnotherAfterOneHasBeen() {
        timers.look(5);
        timers.poll(5);
        timers.look(5);

        assertThat(timers.poll(5)).isNotNull();
    }
}
