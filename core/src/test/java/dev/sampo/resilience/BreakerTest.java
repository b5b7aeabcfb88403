package dev.sampo.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.resilience.Breaker.State;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** When a target is left alone, and when it is tried again. */
class BreakerTest {
    private static final BreakerSettings SETTINGS = new BreakerSettings(10, 4, 0.5, 0.75, 1_000, 2, 500);

    private final Breaker breaker = new Breaker(SETTINGS, 0);
    private long now;
    private long numbers;

    private long begin() {
        breaker.begun(++numbers, now);
        return numbers;
    }

    private void end(long number, boolean failed) {
        breaker.ended(number, failed, false, now);
    }

    private void call(boolean fails) {
        end(begin(), fails);
    }

    private void trip() {
        for (int call = 0; call < SETTINGS.callsMin(); call++) {
            call(true);
        }
        assertThat(breaker.state(now)).isEqualTo(State.OPEN);
    }

    @Test
    void aProbeThatIsCalledOffMakesRoomForAnother() {
        trip();
        now += SETTINGS.openMillis();
        begin();
        long second = begin();
        assertThat(breaker.room(now)).isZero();
        breaker.calledOff(second, now);

        assertThat(breaker.room(now)).isEqualTo(1);
        assertThat(breaker.state(now)).isEqualTo(State.HALF_OPEN);
    }

    @Test
    void fewFailuresTellNothing() {
        for (int call = 1; call < SETTINGS.callsMin(); call++) {
            call(true);
            assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
        }
    }

    @Test
    void tooLargeAShareOfFailuresOpensIt() {
        for (int call = 0; call < 10; call++) {
            call(call % 5 > 2);
        }
        assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
        call(true);
        assertThat(breaker.state(now)).isEqualTo(State.OPEN);
        assertThat(breaker.room(now)).isZero();
    }

    @Test
    void onlyTheLatestCallsCount() {
        call(true);
        call(true);
        call(true);
        for (int call = 0; call < 5; call++) {
            breaker.ended(begin(), false, false, now);
        }
        for (int call = 0; call < SETTINGS.window(); call++) {
            call(false);
        }
        assertThat(breaker.isContent(now)).isTrue();
    }

    @Test
    void callsThatDragOpenItToo() {
        for (int call = 0; call < SETTINGS.callsMin(); call++) {
            breaker.ended(begin(), false, true, now);
        }
        assertThat(breaker.state(now)).isEqualTo(State.OPEN);
    }

    @Test
    void afterAWhileAFewProbesMayBegin() {
        trip();
        now += SETTINGS.openMillis() - 1;
        assertThat(breaker.state(now)).isEqualTo(State.OPEN);
        now++;
        assertThat(breaker.state(now)).isEqualTo(State.HALF_OPEN);
        assertThat(breaker.room(now)).isEqualTo(2);
        begin();
        begin();
        assertThat(breaker.room(now)).isZero();
    }

    @Test
    void aProbeThatSucceedsClosesIt() {
        trip();
        now += SETTINGS.openMillis();
        call(false);
        assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
        assertThat(breaker.isContent(now)).isTrue();
    }

    @Test
    void aProbeThatFailsOpensItAgain() {
        trip();
        now += SETTINGS.openMillis();
        call(true);
        assertThat(breaker.state(now)).isEqualTo(State.OPEN);
        assertThat(breaker.wakeAt(now)).isEqualTo(now + SETTINGS.openMillis());
    }

    /** Acceptance 15. */
    @Test
    void itLeavesHalfOpenAlthoughItsProbesVanish() {
        trip();
        for (int round = 0; round < 100; round++) {
            now += SETTINGS.openMillis();
            assertThat(breaker.state(now)).isEqualTo(State.HALF_OPEN);
            begin();
            now += SETTINGS.probeMillis();
            assertThat(breaker.state(now)).isEqualTo(State.OPEN);
        }
        now += SETTINGS.openMillis();
        call(false);
        assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
    }

    @Test
    void aSuccessThatComesAfterItsProbeWasGivenUpStillCloses() {
        trip();
        now += SETTINGS.openMillis();
        long late = begin();
        now += SETTINGS.probeMillis();
        assertThat(breaker.state(now)).isEqualTo(State.OPEN);
        end(late, false);
        assertThat(breaker.state(now)).isEqualTo(State.CLOSED);
    }

    @Test
    void whatBeganBeforeItOpenedSaysNothingOfHowItIsNow() {
        long early = begin();
        trip();
        end(early, false);
        assertThat(breaker.state(now)).isEqualTo(State.OPEN);
        now += SETTINGS.openMillis();
        end(early, false);
        assertThat(breaker.state(now)).isEqualTo(State.HALF_OPEN);
    }

    @Test
    void whateverHappensItNeverHasMoreProbesThanAllowedAndAlwaysComesBack() {
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new SplittableRandom(seed);
            var settings = new BreakerSettings(
                    random.nextInt(1, 12),
                    1,
                    0.5,
                    1,
                    random.nextInt(1, 50),
                    random.nextInt(1, 4),
                    random.nextInt(1, 50));
            var tried = new Breaker(settings, 0);
            var under = new ArrayList<Long>();
            long time = 0;
            long number = 0;
            for (int move = 0; move < 300; move++) {
                time += random.nextInt(20);
                int room = tried.room(time);
                assertThat(room)
                        .as("seed %d", seed)
                        .satisfiesAnyOf(any -> assertThat(any).isBetween(0, settings.probes()), any -> assertThat(any)
                                .isEqualTo(Integer.MAX_VALUE));
                if (room > 0 && random.nextInt(3) > 0) {
                    tried.begun(++number, time);
                    under.add(number);
                } else if (!under.isEmpty() && random.nextInt(4) > 0) {
                    tried.ended(under.remove(random.nextInt(under.size())), random.nextBoolean(), false, time);
                }
            }
            time += settings.openMillis() + settings.probeMillis();
            time = Math.max(time, Math.min(tried.wakeAt(time), time + settings.openMillis() + settings.probeMillis()));
            assertThat(tried.room(time)).as("seed %d", seed).isPositive();
            tried.begun(++number, time);
            tried.ended(number, false, false, time);
            assertThat(tried.state(time)).as("seed %d", seed).isEqualTo(State.CLOSED);
        }
    }

    @Test
    void settingsOutOfBoundsAreRefusedByName() {
        List<Runnable> wrong = List.of(
                () -> new BreakerSettings(0, 1, 0.5, 1, 1, 1, 1),
                () -> new BreakerSettings(5, 6, 0.5, 1, 1, 1, 1),
                () -> new BreakerSettings(5, 5, 0, 1, 1, 1, 1),
                () -> new BreakerSettings(5, 5, 0.5, 1.5, 1, 1, 1),
                () -> new BreakerSettings(5, 5, 0.5, 1, 0, 1, 1),
                () -> new BreakerSettings(5, 5, 0.5, 1, 1, 0, 1),
                () -> new BreakerSettings(5, 5, 0.5, 1, 1, 1, 0));
        List<String> names = List.of("window", "calls-min", "failures", "slow", "open-for", "probes", "probe-within");
        for (int i = 0; i < wrong.size(); i++) {
            assertThatThrownBy(wrong.get(i)::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("breaker's " + names.get(i) + "=");
        }
    }
}
