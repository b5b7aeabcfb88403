package dev.sampo.planning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** After what time a task has waited too long. */
class PaceTest {
    private static final long LEAST = 30_000;
    private static final long MINUTE = 60_000;

    private final Pace pace = new Pace();
    private long now;

    /** So many run at once, one after the other. */
    private void run(int width, int turns, long millis) {
        for (int turn = 0; turn < turns; turn++) {
            pace.change(width, now);
            now += millis;
            pace.change(-width, now);
        }
    }

    private long limit() {
        return now - pace.overdueFrom(now, LEAST);
    }

    @Test
    void whileNothingHasBegunNobodyHasBeenPassed() {
        assertThat(pace.overdueFrom(100 * LEAST, LEAST)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void nobodyHasWaitedTooLongBeforeOthersHaveBeenBegunForSoLong() {
        now = 100 * LEAST;
        run(1, 29, 1_000);
        assertThat(pace.overdueFrom(now, LEAST)).isEqualTo(Long.MIN_VALUE);
        run(1, 1, 1_000);
        assertThat(limit()).isEqualTo(LEAST);
    }

    @Test
    void theLimitIsAboutTwentyTimesAsLongAsTasksRunAndNoLessThanTheSetting() {
        run(4, 100, 100);
        run(4, 300, 100);
        assertThat(limit()).isEqualTo(LEAST);
        run(4, 100, MINUTE);
        assertThat(limit()).isBetween(Pace.ROUNDS * MINUTE, Pace.ROUNDS * MINUTE * 5 / 4);
    }

    @Test
    void whatHasRunForLongCountsBeforeItEnds() {
        pace.change(10, now);
        now += 100 * MINUTE;
        assertThat(pace.overdueFrom(now, LEAST))
                .as("none of them has passed anybody yet")
                .isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void whatNeverEndsDoesNotPutItOffForEver() {
        pace.change(4, now);
        run(4, 1_000, 10_000);
        assertThat(limit()).isLessThan(Pace.ROUNDS * 3 * 10_000);
    }

    @Test
    void whatWasLongAgoIsForgotten() {
        run(4, 1_000, MINUTE);
        run(4, 500, 10);
        assertThat(limit()).isEqualTo(LEAST);
    }
}
