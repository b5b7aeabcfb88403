package dev.sampo.lookahead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SortingTest {

    @Test
    void theLowestKeyComesFirstAndEqualsKeepTheirOrder() {
        var random = new SplittableRandom(1);
        var sorting = new Sorting();
        for (int length = 0; length < 200; length++) {
            int size = length;
            long[] keys = random.longs(size, 0, 1 + size / 2).toArray();
            int[] tasks = IntStream.range(0, size).map(task -> size - 1 - task).toArray();
            int[] expected = IntStream.of(tasks)
                    .boxed()
                    .sorted(Comparator.comparingLong(task -> keys[task]))
                    .mapToInt(Integer::intValue)
                    .toArray();

            sorting.sort(tasks, keys);

            assertThat(tasks).isEqualTo(expected);
        }
    }
}
