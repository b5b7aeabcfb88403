package dev.sampo.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Why tasks are where they are is kept in few bytes, and means afterwards what it meant. */
class ReasonsTest {
    private static final long AT = 1_795_000_000_000L;

    private static Reason plain(int number, Map<Reason.Against, Integer> refused) {
        var fence = new Fence(1, number + 1);
        String node = "node-" + number % 5 + ".example:7355";
        return new Reason(
                AT + 25L * number, fence, 0, number, 1, node, "critical-path", 0, Optional.empty(), 1, refused);
    }

    private static Reason any(Random random, long term) {
        var refused = new EnumMap<Reason.Against, Integer>(Reason.Against.class);
        for (Reason.Against against : Reason.Against.values()) {
            if (random.nextInt(4) == 0) {
                refused.put(against, 1 + random.nextInt(3));
            }
        }
        var edge = Reason.Edge.values()[random.nextInt(Reason.Edge.values().length)];
        var next = new Reason.Next("n" + random.nextInt(9), edge, -random.nextInt(9), random.nextInt(9));
        return new Reason(
                AT + random.nextInt(100_000) - 50_000,
                new Fence(term, random.nextInt(1_000_000)),
                random.nextInt(3),
                random.nextInt(1_000_000),
                1 + random.nextInt(300),
                "n" + random.nextInt(9),
                random.nextBoolean() ? "hash" : "größte",
                random.nextInt(3),
                random.nextBoolean() ? Optional.of(next) : Optional.empty(),
                random.nextInt(500),
                refused);
    }

    private static List<Reason> all(Reasons reasons) {
        var all = new ArrayList<Reason>();
        reasons.latest(reason -> all.add(reason));
        return all;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatIsReadIsWhatWasWrittenOverTermsAndCheckpoints(long seed) {
        var random = new Random(seed);
        var reasons = new Reasons();
        var written = new ArrayList<Reason>();
        for (int i = 0; i < 300; i++) {
            Reason reason = any(random, 1 + random.nextInt(3));
            reasons.add(reasons.encoded(reason));
            written.add(reason);
            if (random.nextInt(50) == 0) {
                var restored = new Reasons();
                restored.add(reasons.bytes());
                reasons = restored;
            }
            if (random.nextInt(50) == 0) {
                reasons.rest();
            }
        }
        assertThat(all(reasons)).isEqualTo(written);
        assertThat(reasons.haveDropped()).isFalse();
    }

    @Test
    void whatANewerVersionWroteIsLeftOutAndWhatComesThenIsReadByEveryVersion() {
        var reasons = new Reasons();
        var readsAll = new Reasons();
        byte[] first = reasons.encoded(plain(1, Map.of()));
        reasons.add(first);
        readsAll.add(first);
        byte[] shapeByAnEdgeOfTomorrow = {1, 0, 0, 99};
        reasons.add(shapeByAnEdgeOfTomorrow);
        assertThat(reasons.latest(reason -> true)).isEmpty();

        byte[] next = reasons.encoded(plain(2, Map.of()));
        reasons.add(next);
        readsAll.add(next);
        assertThat(all(reasons)).containsExactly(plain(2, Map.of()));
        assertThat(all(readsAll)).containsExactly(plain(2, Map.of()));
        assertThat(reasons.haveDropped()).isTrue();
    }

    @Test
    void aPlacementInACrowdedClusterTakesFiveBytesWhenMuchIsAsBefore() {
        var reasons = new Reasons();
        for (int i = 0; i < 100; i++) {
            reasons.add(reasons.encoded(plain(i, Map.of(Reason.Against.FULL, 4))));
        }
        assertThat(reasons.encoded(plain(100, Map.of(Reason.Against.FULL, 4)))).hasSize(5);
        assertThat(reasons.encoded(plain(100, Map.of(Reason.Against.FULL, 3)))).hasSizeLessThan(16);
    }

    @Test
    void theOlderHalfGoesWhenThereIsTooMuchAndThisIsKnown() {
        var reasons = new Reasons();
        var random = new Random(1);
        int count = 0;
        for (; !reasons.haveDropped(); count++) {
            reasons.add(reasons.encoded(plain(count, Map.of(Reason.Against.FULL, 1 + random.nextInt(3)))));
            assertThat(reasons.bytes().length).isLessThanOrEqualTo(Reasons.BYTES_MAX);
        }
        List<Reason> left = all(reasons);
        assertThat(count).isGreaterThan(20_000);
        assertThat(left).hasSize(count / 2);
        assertThat(left.get(left.size() - 1).first()).isEqualTo(count - 1);

        var restored = new Reasons();
        restored.add(reasons.bytes());
        for (Reasons each : List.of(reasons, restored)) {
            each.add(each.encoded(plain(count, Map.of())));
            assertThat(each.haveDropped()).isTrue();
        }
        assertThat(restored.bytes()).isEqualTo(reasons.bytes());
        assertThat(all(restored)).hasSize(count / 2 + 1);
    }
}
