package dev.sampo.http.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AskersTest {
    private final Askers askers = new Askers();

    @Test
    void aWorkerCountsOnceForAMinute() {
        askers.heard("images", "a", 0);
        askers.heard("images", "b", 10);
        askers.heard("images", "a", 20);
        askers.heard("sounds", "a", 30);

        assertThat(askers.of("images", 30)).isEqualTo(2);
        assertThat(askers.queues(30)).containsExactly("images", "sounds");
        assertThat(askers.of("images", Askers.LATELY_MILLIS + 15)).isEqualTo(1);
        assertThat(askers.of("images", Askers.LATELY_MILLIS + 21)).isZero();
        assertThat(askers.queues(Askers.LATELY_MILLIS + 21)).containsExactly("sounds");
        assertThat(askers.lastOf("images")).contains(20L);
        assertThat(askers.lastOf("nothing")).isEmpty();
    }

    @Test
    void ofMoreNamesThanMayBeKeptTheLatestAre() {
        for (int i = 0; i < 3_000; i++) {
            askers.heard("q" + i, "a", i);
        }
        assertThat(askers.of("q1999", 3_000)).isZero();
        assertThat(askers.of("q2000", 3_000)).isEqualTo(1);
        assertThat(askers.queues(3_000)).hasSize(5);
        assertThat(askers.lastOf("q1999")).isEmpty();
        assertThat(askers.lastOf("q2000")).contains(2_000L);
    }
}
