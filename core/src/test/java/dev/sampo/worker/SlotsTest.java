package dev.sampo.worker;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.resource.Change;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private static final Resources GPU = Resources.NONE.gpus(1);

    private record Grant(Resources needs, Map<String, List<String>> items) {}

    private final List<Grant> grants = new ArrayList<>();

    private static Equipment licences(String... names) {
        return new Equipment(cpus(100), Map.of("licence", List.of(names)), Map.of());
    }

    private static Resources licence(double count) {
        return Resources.NONE.and("licence", count);
    }

    private static List<String> take(Slots slots, Resources needs, String resource) {
        assertThat(slots.take(needs)).isTrue();
        return slots.taken().getOrDefault(resource, List.of());
    }

    @Test
    void whatIsOnlyCountedHasNoItems() {
        var slots = new Slots(Equipment.of(cpus(2).and("tokens", 2)));
        assertThat(slots.take(cpus(1).and("tokens", 1))).isTrue();
        assertThat(slots.taken()).isEmpty();
    }

    @Test
    void aWholeItemIsHeldByOneAlone() {
        var slots = new Slots(licences("A", "B", "C"));
        assertThat(take(slots, licence(1), "licence")).containsExactly("A");
        assertThat(take(slots, licence(2), "licence")).containsExactly("B", "C");
        assertThat(slots.take(licence(1))).isFalse();
        slots.release(licence(1), Map.of("licence", List.of("A")));
        assertThat(take(slots, licence(1), "licence")).containsExactly("A");
    }

    @Test
    void gpusWithoutNamesAreNumbered() {
        var slots = new Slots(Equipment.of(Resources.NONE.gpus(2)));
        assertThat(take(slots, GPU, "gpus")).containsExactly("0");
        assertThat(take(slots, GPU, "gpus")).containsExactly("1");
    }

    @Test
    void fractionsShareTheFullestThatHasRoomAndLeaveWholeOnesToThoseWhoNeedThem() {
        var slots = new Slots(Equipment.of(Resources.NONE.gpus(3)));
        assertThat(take(slots, Resources.NONE.gpus(0.5), "gpus")).containsExactly("0");
        assertThat(take(slots, Resources.NONE.gpus(0.7), "gpus")).containsExactly("1");
        assertThat(take(slots, Resources.NONE.gpus(0.3), "gpus")).containsExactly("1");
        assertThat(take(slots, Resources.NONE.gpus(0.4), "gpus")).containsExactly("0");
        assertThat(take(slots, Resources.NONE.gpus(1), "gpus")).containsExactly("2");
        assertThat(slots.take(Resources.NONE.gpus(0.2))).isFalse();
    }

    @Test
    void moreThanOneTakesWholeOnesAndSharesTheLast() {
        var slots = new Slots(Equipment.of(Resources.NONE.gpus(3)));
        assertThat(take(slots, Resources.NONE.gpus(0.5), "gpus")).containsExactly("0");
        assertThat(take(slots, Resources.NONE.gpus(2.5), "gpus")).containsExactly("1", "2", "0");
    }

    @Test
    void aFractionDoesNotFitIntoTwoHalves() {
        var slots = new Slots(Equipment.of(Resources.NONE.gpus(2)));
        assertThat(slots.take(Resources.NONE.gpus(0.6))).isTrue();
        assertThat(slots.take(Resources.NONE.gpus(0.6))).isTrue();
        assertThat(slots.free()).isEqualTo(Resources.NONE.gpus(0.8));
        assertThat(slots.take(Resources.NONE.gpus(0.8))).isFalse();
    }

    @Test
    void aNodeMayHaveAPartOfAGpu() {
        var slots = new Slots(Equipment.of(Resources.NONE.gpus(1.5)));
        assertThat(take(slots, Resources.NONE.gpus(0.5), "gpus")).containsExactly("1");
        assertThat(take(slots, Resources.NONE.gpus(1), "gpus")).containsExactly("0");
    }

    @Test
    void anItemTakenAwayInUseGoesWhenItIsReleased() {
        var slots = new Slots(licences("A", "B"));
        assertThat(take(slots, licence(1), "licence")).containsExactly("A");
        slots.resize(licences("B"));
        assertThat(slots.free().units("licence")).isZero();
        assertThat(slots.take(licence(1))).isFalse();
        slots.release(licence(1), Map.of("licence", List.of("A")));
        assertThat(take(slots, licence(1), "licence")).containsExactly("B");
        assertThat(slots.take(licence(1))).isFalse();
    }

    @Test
    void anItemTakenAwayInUseMayComeBack() {
        var slots = new Slots(licences("A"));
        assertThat(slots.take(licence(1))).isTrue();
        slots.resize(licences());
        slots.resize(licences("A"));
        assertThat(slots.take(licence(1))).isFalse();
        slots.release(licence(1), Map.of("licence", List.of("A")));
        assertThat(take(slots, licence(1), "licence")).containsExactly("A");
    }

    /** Whatever is taken, given back and changed in whatever order. */
    @Test
    void noItemIsEverHeldTwiceAndNothingIsLostInTheEnd() {
        for (int seed = 0; seed < 400; seed++) {
            var random = new Random(seed);
            grants.clear();
            Equipment equipment = new Equipment(
                    cpus(4).gpus(random.nextInt(7) / 2.0), Map.of("licence", List.of("A", "B", "C")), Map.of());
            var slots = new Slots(equipment);
            for (int step = 0; step < 200; step++) {
                switch (random.nextInt(5)) {
                    case 0, 1 -> take(slots, equipment, needs(random));
                    case 2, 3 -> release(slots, random);
                    default -> {
                        equipment = changed(equipment, random);
                        slots.resize(equipment);
                    }
                }
                requireSound(slots, equipment);
            }
            while (!grants.isEmpty()) {
                release(slots, random);
            }
            equipment.capacity().names().forEach(name -> takeAll(slots, name));
        }
    }

    /** After everything was given back, everything can be had. */
    private static void takeAll(Slots slots, String resource) {
        Resources all = slots.free();
        long units = all.units(resource);
        Resources needs =
                switch (resource) {
                    case "cpus" -> new Resources(units, 0, 0, Map.of());
                    case "gpus" -> new Resources(0, 0, units, Map.of());
                    default -> new Resources(0, 0, 0, Map.of(resource, units));
                };
        assertThat(slots.take(needs)).isTrue();
    }

    private static Resources needs(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> cpus(1 + random.nextInt(3));
            case 1 -> licence(1 + random.nextInt(2));
            case 2 -> Resources.NONE.gpus((1 + random.nextInt(25)) / 10.0);
            default -> cpus(0.5).gpus((1 + random.nextInt(9)) / 10.0).and("licence", 0.5);
        };
    }

    private static Equipment changed(Equipment equipment, Random random) {
        String item = String.valueOf((char) ('A' + random.nextInt(5)));
        Change change =
                switch (random.nextInt(6)) {
                    case 0 -> Change.NONE.addItems("licence", item);
                    case 1 -> Change.NONE.removeItems("licence", item);
                    case 2 -> Change.NONE.addCapacity(Resources.NONE.gpus(0.5));
                    case 3 -> Change.NONE.removeCapacity(Resources.NONE.gpus(1));
                    case 4 -> Change.NONE.addCapacity(cpus(1));
                    default -> Change.NONE.removeCapacity(cpus(1));
                };
        try {
            return equipment.with(change);
        } catch (IllegalArgumentException refused) {
            return equipment;
        }
    }

    private void take(Slots slots, Equipment equipment, Resources needs) {
        if (slots.take(needs)) {
            grants.add(new Grant(needs, slots.taken()));
            var sizes = Pool.sizes(equipment);
            slots.taken().forEach((resource, names) -> {
                long units = needs.units(resource);
                assertThat(names).hasSize((int) ((units + Resources.WHOLE - 1) / Resources.WHOLE));
                assertThat(sizes.get(resource)).containsKeys(names.toArray(String[]::new));
            });
        }
    }

    private void release(Slots slots, Random random) {
        if (!grants.isEmpty()) {
            Grant grant = grants.remove(random.nextInt(grants.size()));
            slots.release(grant.needs(), grant.items());
        }
    }

    private void requireSound(Slots slots, Equipment equipment) {
        var used = new HashMap<String, Long>();
        Resources all = Resources.NONE;
        for (Grant grant : grants) {
            all = all.plus(grant.needs());
            grant.items().forEach((resource, names) -> {
                long left = grant.needs().units(resource);
                for (String name : names) {
                    used.merge(resource + " " + name, Math.min(left, Resources.WHOLE), Long::sum);
                    left -= Resources.WHOLE;
                }
            });
        }
        assertThat(used.values()).allMatch(units -> units <= Resources.WHOLE);
        for (String resource : List.of("cpus", "gpus", "licence")) {
            assertThat(slots.free().units(resource) + all.units(resource))
                    .isEqualTo(equipment.capacity().units(resource));
        }
    }
}
