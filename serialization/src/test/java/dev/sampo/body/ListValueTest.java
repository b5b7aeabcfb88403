package dev.sampo.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.bytes.MalformedBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ListValueTest {

    private final KryoCodec codec = new KryoCodec(AllowList.jdk(), ListValueTest.class.getClassLoader());

    /** A codec as a user may write one. */
    private static final class Text implements Codec<String> {
        @Override
        public byte[] encode(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @Test
    void elementsAreTakenOutWithoutDecodingTheOthers() {
        byte[] bytes = ListValue.of(codec, Arrays.asList("a", null, 7L));

        assertThat(ListValue.count(bytes)).isEqualTo(3);
        assertThat(ListValue.element(bytes, 0)).isEqualTo(codec.encode("a"));
        assertThat(ListValue.element(bytes, 2)).isEqualTo(codec.encode(7L));
        assertThat(Values.decode(codec, bytes)).isEqualTo(Arrays.asList("a", null, 7L));
    }

    @Test
    void resultsAreJoinedAsTheyAre() {
        byte[] joined = ListValue.join(List.of(codec.encode(1), ListValue.of(codec, List.of(2, 3))));

        assertThat(Values.decode(codec, joined)).isEqualTo(List.of(1, List.of(2, 3)));
        assertThat(Values.decode(codec, ListValue.join(List.of()))).isEqualTo(List.of());
    }

    @Test
    void offsetsAreAsWideAsTheListNeeds() {
        for (int size : new int[] {10, 1_000, 100_000, 20_000_000}) {
            byte[] large = codec.encode(new byte[size]);
            byte[] bytes = ListValue.join(List.of(codec.encode("first"), large, codec.encode("last")));

            assertThat(ListValue.element(bytes, 1)).isEqualTo(large);
            assertThat(codec.decode(ListValue.element(bytes, 2))).isEqualTo("last");
        }
    }

    @Test
    void aPlainListIsNotAListValue() {
        assertThat(ListValue.isList(codec.encode(List.of(1)))).isFalse();
        assertThat(ListValue.isList(Values.encode(new Text(), "\u00ff"))).isFalse();
        assertThatThrownBy(() -> ListValue.count(codec.encode(List.of(1)))).isInstanceOf(MalformedBytes.Corrupt.class);
    }

    @Test
    void aCodecOfTheUsersIsMarkedAndAskedFor() {
        var text = new Text();

        assertThat(Values.decode(text, Values.encode(text, "\u00ff\u00fe"))).isEqualTo("\u00ff\u00fe");
        assertThat(Values.decode(text, ListValue.of(text, List.of("a", "")))).isEqualTo(List.of("a", ""));
        assertThatThrownBy(() -> Values.decode(codec, Values.encode(text, "a")))
                .isInstanceOf(MalformedBytes.Corrupt.class)
                .hasMessage("a value written by another codec than dev.sampo.body.KryoCodec");
    }

    @Test
    void aCodecOfTheUsersThatFailsIsNamedWithItsTask() {
        var failing = new Codec<Integer>() {
            @Override
            public byte[] encode(Integer value) {
                throw new IllegalStateException("no " + value);
            }

            @Override
            public Integer decode(byte[] bytes) {
                throw new IllegalStateException("no");
            }
        };

        assertThatThrownBy(() -> Values.encode("words", failing, 1))
                .isInstanceOf(CannotTravel.Unsupported.class)
                .hasMessageStartingWith("value of task \"words\" cannot travel: "
                        + failing.getClass().getName())
                .hasMessageContaining("no 1");
        assertThatThrownBy(() -> Values.decode("words", failing, Values.encode(new Text(), "a")))
                .isInstanceOf(MalformedBytes.Corrupt.class)
                .hasMessageStartingWith("in value of task \"words\": ");
    }

    @Test
    void anIndexOutsideIsTheCallersError() {
        byte[] bytes = ListValue.of(codec, List.of(1));

        assertThatThrownBy(() -> ListValue.element(bytes, 1))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("element 1 of a list of 1");
    }

    @Test
    void damagedListsAreRefused() {
        byte[] huge = {(byte) 0xFF, 4, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};
        assertThatThrownBy(() -> ListValue.count(huge))
                .isInstanceOf(MalformedBytes.Truncated.class)
                .hasMessage("a list declares 4294967295 elements but 0 bytes remain");
        assertThatThrownBy(() -> Values.decode(codec, new byte[] {(byte) 0xFF, 1}))
                .isInstanceOf(MalformedBytes.Truncated.class);
        assertThatThrownBy(() -> Values.decode(codec, new byte[0])).isInstanceOf(MalformedBytes.Truncated.class);

        byte[] nest = codec.encode(1);
        for (int i = 0; i < 1000; i++) {
            nest = ListValue.join(Collections.singletonList(nest));
        }
        byte[] deep = nest;
        assertThatThrownBy(() -> Values.decode(codec, deep)).isInstanceOf(MalformedBytes.TooDeep.class);
    }

    @Test
    void flippedBitsEndInAValueOrATypedError() {
        var elements = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            elements.add("element " + i);
        }
        byte[] valid = ListValue.of(codec, elements);
        var random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] message = valid.clone();
            message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                Values.decode(codec, message);
            } catch (MalformedBytes | CannotTravel e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
