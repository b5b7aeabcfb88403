package dev.sampo.resource;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EquipmentTest {
    private final Equipment node = new Equipment(
            cpus(4).memory("1GiB").gpus(2).and("tokens", 5),
            Map.of("licence", List.of("A", "B")),
            Map.of("disk", "nvme", "zone", "a"));

    private void refuses(Change change, String... words) {
        assertThatThrownBy(() -> node.with(change))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void itemsCountForThemselves() {
        assertThat(node.capacity())
                .isEqualTo(cpus(4).memory("1GiB").gpus(2).and("tokens", 5).and("licence", 2));
    }

    @Test
    void aChangeIsRelativeToWhatIsThere() {
        var change = Change.NONE
                .addCapacity(cpus(2).and("slots", 1))
                .removeCapacity(Resources.NONE.and("tokens", 5).gpus(1))
                .addItems("licence", "C")
                .removeItems("licence", "A")
                .label("disk", "hdd")
                .unlabel("zone");
        Equipment after = node.with(change);
        assertThat(after.capacity())
                .isEqualTo(cpus(6).memory("1GiB")
                        .gpus(1)
                        .and("slots", 1)
                        .and("tokens", 0)
                        .and("licence", 2));
        assertThat(after.items()).isEqualTo(Map.of("licence", List.of("B", "C")));
        assertThat(after.labels()).isEqualTo(Map.of("disk", "hdd"));
    }

    @Test
    void anAmountThatIsSetIsThatHoweverMuchThereIsByThen() {
        var ten = Change.NONE.setCapacity("tokens", Resources.NONE.and("tokens", 10));
        assertThat(node.with(ten).with(ten)).isEqualTo(node.with(ten));
        assertThat(node.with(ten).capacity().units("tokens")).isEqualTo(10 * Resources.WHOLE);
        var none = Change.NONE.setCapacity("gpus", Resources.NONE).addCapacity(Resources.NONE.gpus(0.5));
        assertThat(node.with(none).capacity().units("gpus")).isEqualTo(Resources.WHOLE / 2);
        refuses(Change.NONE.setCapacity("licence", Resources.NONE.and("licence", 1)), "licence consists of the items");
        assertThatThrownBy(() -> Change.NONE.setCapacity("a b", Resources.NONE))
                .hasMessageContaining("no resource name");
    }

    @Test
    void theOrderOfTwoChangesDoesNotMatter() {
        var more = Change.NONE.addCapacity(cpus(3)).addItems("licence", "C");
        var less = Change.NONE.removeCapacity(cpus(1)).removeItems("licence", "A");
        assertThat(node.with(more).with(less)).isEqualTo(node.with(less).with(more));
    }

    @Test
    void nothingGoesBelowZero() {
        refuses(Change.NONE.removeCapacity(cpus(5)), "cpus=5", "cpus=4", "at most what is there");
        refuses(Change.NONE.removeCapacity(Resources.NONE.and("fpga", 1)), "fpga=1 cannot be taken away", "nothing");
        refuses(Change.NONE.removeItems("licence", "Z"), "no licence \"Z\"", "[A, B]");
        refuses(Change.NONE.unlabel("rack"), "no label \"rack\"", "disk=nvme");
        refuses(Change.NONE.addCapacity(NEGATIVE), "cpus=-1", "negative");
        refuses(Change.NONE.removeCapacity(NEGATIVE), "cpus=-1", "negative");
    }

    private static final Resources NEGATIVE = Resources.NONE.minus(cpus(1));

    @Test
    void itemsAreNotAddedByNumberNorNumbersByItem() {
        refuses(Change.NONE.addCapacity(Resources.NONE.and("licence", 1)), "licence consists of the items [A, B]");
        refuses(Change.NONE.addItems("tokens", "x"), "tokens is counted");
        refuses(Change.NONE.addItems("gpus", "GPU-7"), "gpus is counted");
        refuses(Change.NONE.addItems("cpus", "core-1"), "cpus");
        refuses(Change.NONE.addItems("memory", "bank"), "memory");
        refuses(Change.NONE.addItems("licence", "B"), "licence \"B\" is there twice");
        refuses(Change.NONE.addItems("licence", " "), "no name for a licence");
    }

    @Test
    void labelsOfOursAndLabelsWithoutANameAreRefusedAtOnce() {
        assertThatThrownBy(() -> Change.NONE.label("sampo.host", "x")).hasMessageContaining("Sampo keeps for itself");
        assertThatThrownBy(() -> Change.NONE.label(" ", "x")).hasMessageContaining("blank");
        assertThatThrownBy(() -> Change.NONE.unlabel("")).hasMessageContaining("blank");
        assertThatThrownBy(() -> Change.NONE.label("x", "y".repeat(200))).hasMessageContaining("too long");
        assertThatThrownBy(() -> Change.NONE.addCapacity(cpus(Double.NaN))).hasMessageContaining("NaN");
    }

    @Test
    void anAmountThatCannotBeCountedIsRefused() {
        var most = new Resources(Resources.AMOUNT_MAX, 0, 0, Map.of());
        refuses(Change.NONE.addCapacity(most), "more than can be counted");
    }

    @Test
    void whatIsRefusedInOnePartIsNotDoneInAnother() {
        refuses(Change.NONE.addCapacity(cpus(1)).unlabel("rack"), "rack");
        assertThat(node.capacity().cpuUnits()).isEqualTo(4 * Resources.WHOLE);
    }

    @Test
    void whatLiesBetweenTwoIsAChangeFromTheOneToTheOther() {
        var before = new Equipment(
                Resources.cpus(4).and("token", 3).and("slot", 1),
                Map.of("licence", List.of("A", "B"), "dongle", List.of("x")),
                Map.of("disk", "nvme", "zone", "a", "same", "same"));
        var after = new Equipment(
                Resources.cpus(2).and("token", 5).gpus(1),
                Map.of("licence", List.of("B", "C", "D"), "key", List.of("y")),
                Map.of("disk", "ssd", "rack", "7", "same", "same"));

        assertThat(before.with(Change.between(before, after)).labels()).isEqualTo(after.labels());
        assertThat(before.with(Change.between(before, after)).items().get("licence"))
                .containsExactly("B", "C", "D");
        assertThat(before.with(Change.between(before, after)).capacity().minus(after.capacity()))
                .isEqualTo(Resources.NONE);
        assertThat(Change.between(before, after).labels()).containsOnlyKeys("disk", "rack");
        assertThat(Change.between(after, after)).isEqualTo(Change.NONE);
    }
}
