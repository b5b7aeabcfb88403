package dev.sampo.resource;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcesTest {
    private final Resources node = cpus(8).memory("16GB").gpus(1).and("licence", 2);

    @Test
    void needsFitWhenEveryAmountDoes() {
        assertThat(node.fitsIn(node)).isTrue();
        assertThat(Resources.NONE.fitsIn(node)).isTrue();
        assertThat(cpus(8.0001).fitsIn(node)).isFalse();
        assertThat(cpus(1).memory("17GB").fitsIn(node)).isFalse();
        assertThat(cpus(1).gpus(2).fitsIn(node)).isFalse();
        assertThat(cpus(1).and("licence", 3).fitsIn(node)).isFalse();
        assertThat(cpus(1).and("other", 1).fitsIn(node)).isFalse();
    }

    @Test
    void thirdsOfAGpuAddUpWithoutRounding() {
        var third = Resources.NONE.gpus(0.3333);
        assertThat(third.plus(third).plus(third).fitsIn(node)).isTrue();
        assertThat(cpus(0.1).plus(cpus(0.2))).isEqualTo(cpus(0.3));
    }

    @Test
    void takingAndGivingBackLeavesWhatWasThere() {
        var needs = cpus(2).memory("1GB").and("other", 1);
        assertThat(node.minus(needs).plus(needs)).isEqualTo(node);
        assertThat(node.minus(node)).isEqualTo(Resources.NONE);
        assertThat(node.minus(node).isNone()).isTrue();
    }

    @Test
    void aShrunkNodeOwesTheDifference() {
        var owed = cpus(1).minus(cpus(3));
        assertThat(owed.cpuUnits()).isEqualTo(-2 * Resources.WHOLE);
        assertThat(cpus(0.5).fitsIn(owed)).isFalse();
        assertThat(cpus(1).timesIn(owed)).isZero();
    }

    @Test
    void theScarcestResourceDecidesHowOftenNeedsFit() {
        assertThat(cpus(2).timesIn(node)).isEqualTo(4);
        assertThat(cpus(1).memory("5GB").timesIn(node)).isEqualTo(3);
        assertThat(cpus(1).and("licence", 2).timesIn(node)).isEqualTo(1);
        assertThat(cpus(1).and("other", 1).timesIn(node)).isZero();
        assertThat(Resources.NONE.timesIn(node)).isEqualTo(Integer.MAX_VALUE);
        assertThat(Resources.NONE.memory(1).timesIn(Resources.NONE.memory(Resources.AMOUNT_MAX)))
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void whatIsMissingIsNamedAndNothingElse() {
        assertThat(cpus(10).memory("1GB").and("licence", 3).and("other", 1).missingIn(node))
                .isEqualTo(cpus(2).and("licence", 1).and("other", 1));
        assertThat(node.missingIn(node)).isEqualTo(Resources.NONE);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -1, -0.0001, Double.POSITIVE_INFINITY, 1e300})
    void anAmountThatIsNoneIsRefusedByName(double count) {
        assertThatThrownBy(() -> cpus(count)).hasMessageContaining("cpus=" + count);
        assertThatThrownBy(() -> cpus(1).gpus(count)).hasMessageContaining("gpus=" + count);
        assertThatThrownBy(() -> cpus(1).and("licence", count)).hasMessageContaining("licence=" + count);
    }

    @Test
    void anAmountThatWouldRoundToNothingIsRefused() {
        assertThatThrownBy(() -> cpus(0.00001)).hasMessageContaining("smallest share is 0.0001");
        assertThat(cpus(0).isNone()).isTrue();
    }

    @Test
    void memoryIsBounded() {
        assertThatThrownBy(() -> cpus(1).memory(-1)).hasMessageContaining("memory=-1 is negative");
        assertThatThrownBy(() -> cpus(1).memory(Long.MAX_VALUE)).hasMessageContaining("too much");
    }

    @Test
    void whoNeedsNoneOfWhatIsOwedFits() {
        Resources free = cpus(4).minus(Resources.NONE.gpus(1));

        assertThat(cpus(1).fitsIn(free)).isTrue();
        assertThat(cpus(1).gpus(0.5).fitsIn(free)).isFalse();
    }

    @Test
    void sumsThatOverflowAreNoSmallSums() {
        var most = new Resources(Long.MAX_VALUE, 0, 0, Map.of());
        assertThatThrownBy(() -> most.plus(cpus(1))).isInstanceOf(ArithmeticException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1abc", "a b", "cpus", "memory", "gpus", "a/b"})
    void aBadNameOfAnExtraIsRefused(String name) {
        assertThatThrownBy(() -> cpus(1).and(name, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + name + "\"");
    }

    @Test
    void theyReadAsPeopleWriteThem() {
        assertThat(node).hasToString("cpus=8 memory=16GiB gpus=1 licence=2");
        assertThat(cpus(0.0005)).hasToString("cpus=0.0005");
        assertThat(Resources.NONE).hasToString("nothing");
    }
}
