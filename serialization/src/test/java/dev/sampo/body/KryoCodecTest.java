package dev.sampo.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.bytes.MalformedBytes;
import dev.sampo.elsewhere.Colleague;
import java.io.ByteArrayInputStream;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class KryoCodecTest {

    private final AllowList allowed = AllowList.jdk().allowPackage("dev.sampo.body");
    private final KryoCodec codec = new KryoCodec(allowed, KryoCodecTest.class.getClassLoader());

    enum Suit {
        HEARTS,
        SPADES {
            @Override
            boolean isBlack() {
                return true;
            }
        };

        boolean isBlack() {
            return false;
        }
    }

    record Pair<A, B>(A first, B second) {}

    record All(boolean a, byte b, short c, char d, int e, long f, float g, double h, String i, Suit j, int[] k) {}

    record Nothing() {}

    record Positive(int value) {
        Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("not positive: " + value);
            }
        }
    }

    static class Base {
        private int shared = 1;
    }

    static final class Plain extends Base {
        private final String text;
        private final List<Plain> children = new ArrayList<>();
        private final transient Thread owner = Thread.currentThread();

        Plain(String text) {
            this.text = text;
        }
    }

    static final class Link {
        private Link next;
    }

    static final class MyList extends ArrayList<String> {
        private static final long serialVersionUID = 1;
    }

    @Test
    void recordsAndEnumsComeBackEqual() {
        assertComesBack(new Pair<>("a", new Pair<>(1, List.of(Suit.SPADES, Suit.HEARTS))));
        assertComesBack(new Nothing());
        assertComesBack(List.of(new Nothing(), new Nothing()));
        assertComesBack(Map.of("k", Optional.of(new Pair<>(null, Map.of(1, List.of(2L))))));
        assertComesBack(new EnumMap<>(Map.of(Suit.SPADES, 1)));
        assertComesBack(EnumSet.allOf(Suit.class));
        assertComesBack(RoundingMode.CEILING);
        assertComesBack(Suit.SPADES);
        assertComesBack(null);
    }

    @Test
    void everyPrimitiveComponentComesBack() {
        var all = new All(
                true, (byte) -1, (short) -2, 'x', -3, Long.MIN_VALUE, 1.5f, -2.5, "i", Suit.SPADES, new int[] {1});

        All back = (All) codec.decode(codec.encode(all));

        assertThat(back).usingRecursiveComparison().isEqualTo(all);
    }

    @Test
    void arraysOfAllowedClassesComeBack() {
        Object[] arrays = {
            new Suit[] {Suit.HEARTS, null}, new int[][] {{1}, {}}, new List<?>[] {List.of(1)}, new Pair<?, ?>[1][2]
        };

        Object back = codec.decode(codec.encode(arrays));

        assertThat(Arrays.deepEquals((Object[]) back, arrays)).isTrue();
    }

    @Test
    void aPlainObjectComesBackWithTheFieldsOfItsSuperclassButNotTheTransientOnes() {
        var parent = new Plain("parent");
        ((Base) parent).shared = 7;
        parent.children.add(new Plain(null));

        Plain back = (Plain) codec.decode(codec.encode(parent));

        assertThat(back.text).isEqualTo("parent");
        assertThat(((Base) back).shared).isEqualTo(7);
        assertThat(back.children.get(0).text).isNull();
        assertThat(back.owner).isNull();
    }

    @Test
    void aRecordIsMadeByItsConstructorWhoseChecksHold() {
        byte[] bytes = codec.encode(new Positive(1));
        bytes[bytes.length - 1] = 1; // -1 as a varint

        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(MalformedBytes.Corrupt.class)
                .hasMessageContaining("not positive: -1");
    }

    @Test
    void aClassIsNamedOnceInAValue() {
        int one = codec.encode(List.of(new Pair<>(1, 2))).length;
        int two = codec.encode(List.of(new Pair<>(1, 2), new Pair<>(1, 2))).length;

        assertThat(two - one).isEqualTo(6);
    }

    @Test
    void aRefusalNamesThePathTheClassAndTheLineThatAllowsIt() {
        var value = Map.of("who", List.of(new Pair<>(1, new Colleague("Ann"))));

        assertThatThrownBy(() -> Values.encode("words", codec, value))
                .isInstanceOf(CannotTravel.NotAllowed.class)
                .hasMessage("value of task \"words\" cannot travel: value of key who -> element 0 -> field second ->"
                        + " dev.sampo.elsewhere.Colleague is not allowed here: add"
                        + " .allow(dev.sampo.elsewhere.Colleague.class) to the Dag, or \"dev.sampo.elsewhere\" to"
                        + " sampo.bodies.allow in application.conf");
    }

    @Test
    void aClassOfTheJdkThatIsNoValueIsRefused() {
        assertThatThrownBy(() -> codec.encode(new ByteArrayInputStream(new byte[1])))
                .isInstanceOf(CannotTravel.NotAllowed.class)
                .hasMessageStartingWith("java.io.ByteArrayInputStream is not allowed here: it belongs to the JDK");
        assertThatThrownBy(() -> codec.encode(new HashMap<>(Map.of(1, 2)).values()))
                .isInstanceOf(CannotTravel.NotAllowed.class)
                .hasMessageContaining("pass a value (a record, a List, a String)");
    }

    @Test
    void aSubclassOfAJdkClassIsRefused() {
        assertThatThrownBy(() -> codec.encode(new MyList()))
                .isInstanceOf(CannotTravel.Unsupported.class)
                .hasMessageContaining("extends java.util.ArrayList, whose insides do not travel");
    }

    @Test
    void classValuesTravelOnlyWhenTheirClassIsAllowed() {
        assertThat(codec.decode(codec.encode(Pair.class))).isEqualTo(Pair.class);
        assertThatThrownBy(() -> codec.encode(Runtime.class)).isInstanceOf(CannotTravel.NotAllowed.class);
        assertThatThrownBy(() -> codec.encode(Colleague.class)).isInstanceOf(CannotTravel.NotAllowed.class);
    }

    @Test
    void aValueThatContainsItselfIsTooDeepAndShowsWhere() {
        var link = new Link();
        link.next = link;

        assertThatThrownBy(() -> codec.encode(link))
                .isInstanceOf(CannotTravel.TooDeep.class)
                .hasMessageContaining("field next -> field next ->")
                .hasMessageContaining("does it contain itself?");
    }

    @Test
    void aValueSharedBeyondMeasureIsTooLarge() {
        Object shared = new byte[1024];
        for (int i = 0; i < 20; i++) {
            shared = List.of(shared, shared);
        }
        Object doubled = shared;

        assertThatThrownBy(() -> codec.encode(doubled))
                .isInstanceOf(CannotTravel.TooLarge.class)
                .hasMessageContaining("67108864");
    }

    @Test
    void aRecordWithOtherComponentsIsDifferentCode() {
        byte[] bytes = codec.encode(new Nothing());
        bytes[bytes.length - 1] ^= 1;

        assertThatThrownBy(() -> codec.decode(bytes))
                .isInstanceOf(CannotTravel.DifferentCode.class)
                .hasMessageContaining("Nothing has the digest")
                .hasMessageContaining("start all nodes from the same jars");
    }

    @Test
    void manyThreadsShareOneCodec() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try {
            Callable<Boolean> work = () -> {
                for (int i = 0; i < 2000; i++) {
                    var value = new Pair<>(i, new LinkedList<>(List.of(Suit.SPADES, "x" + i)));
                    if (!codec.decode(codec.encode(value)).equals(value)) {
                        return false;
                    }
                }
                return true;
            };
            for (var result : threads.invokeAll(List.of(work, work, work, work, work, work, work, work))) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void assertComesBack(Object value) {
        assertThat(codec.decode(codec.encode(value))).isEqualTo(value);
    }
}
