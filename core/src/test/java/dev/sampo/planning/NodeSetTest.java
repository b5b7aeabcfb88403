package dev.sampo.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NodeSetTest {
    private static final int NODES = 10_000;

    @Test
    void saysWhatABitSetSays() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var set = new NodeSet();
            var model = new BitSet();
            int nodes = 1 + random.nextInt(seed % 2 == 0 ? 130 : NODES);
            for (int step = 0; step < 400; step++) {
                int node = random.nextInt(nodes);
                if (random.nextInt(3) > 0) {
                    set.add(node);
                    model.set(node);
                } else {
                    set.remove(node);
                    model.clear(node);
                }
                int from = random.nextInt(2 * nodes);
                assertThat(set.next(from)).isEqualTo(model.nextSetBit(from));
                assertThat(set.contains(from)).isEqualTo(model.get(from));
                assertThat(set.end()).isEqualTo(model.length());
                assertThat(set.size()).isEqualTo(model.cardinality());
                assertThat(set.isEmpty()).isEqualTo(model.isEmpty());
            }
        }
    }

    @Test
    void isEmptyAgainWhenAllHaveBeenTakenOut() {
        var set = new NodeSet();
        set.add(NODES);
        set.add(0);
        set.remove(0);
        set.remove(NODES);

        assertThat(set.isEmpty()).isTrue();
        assertThat(set.next(0)).isEqualTo(NodeSet.NONE);
        assertThat(set.end()).isZero();
    }

    @Test
    void takesInAllOfAnother() {
        var set = new NodeSet();
        set.add(3);
        var other = new NodeSet();
        other.add(3);
        other.add(NODES);
        set.addAll(other);

        assertThat(set.size()).isEqualTo(2);
        assertThat(set.next(4)).isEqualTo(NODES);
    }
}
