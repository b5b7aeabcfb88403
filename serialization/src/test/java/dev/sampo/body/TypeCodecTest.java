package dev.sampo.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypeCodecTest {

    /** A class that only its own codec can write: its thread may not travel. */
    static final class Celsius {
        final double degrees;
        final Thread reader = Thread.currentThread();

        Celsius(double degrees) {
            this.degrees = degrees;
        }
    }

    /** Named in META-INF/services of the tests. */
    public static final class CelsiusCodec implements TypeCodec<Celsius> {
        @Override
        public Class<Celsius> type() {
            return Celsius.class;
        }

        @Override
        public byte[] encode(Celsius value) {
            if (Double.isNaN(value.degrees)) {
                throw new IllegalArgumentException("no temperature");
            }
            return ByteBuffer.allocate(Double.BYTES).putDouble(value.degrees).array();
        }

        @Override
        public Celsius decode(byte[] bytes) {
            return new Celsius(ByteBuffer.wrap(bytes).getDouble());
        }
    }

    private final KryoCodec codec =
            new KryoCodec(AllowList.jdk().allow(Celsius.class), TypeCodecTest.class.getClassLoader());

    @Test
    void aClassWithACodecTravelsAsItsBytesWhereverItIsInAValue() {
        Object copy = codec.decode(codec.encode(Map.of("here", List.of(new Celsius(21.5), new Celsius(-3)))));
        var temperatures = (List<?>) ((Map<?, ?>) copy).get("here");
        assertThat(temperatures).extracting(each -> ((Celsius) each).degrees).containsExactly(21.5, -3.0);
    }

    @Test
    void aNodeWithoutTheCodecRefusesTheValueInsteadOfMisreadingIt() {
        byte[] bytes = codec.encode(new Celsius(21.5));
        ClassLoader without = new ClassLoader(TypeCodecTest.class.getClassLoader()) {
            @Override
            public java.util.Enumeration<java.net.URL> getResources(String name) throws java.io.IOException {
                return name.endsWith(TypeCodec.class.getName())
                        ? java.util.Collections.emptyEnumeration()
                        : super.getResources(name);
            }
        };
        var other = new KryoCodec(AllowList.jdk().allow(Celsius.class), without);
        assertThatThrownBy(() -> other.decode(bytes))
                .isInstanceOf(CannotTravel.DifferentCode.class)
                .hasMessageContaining("Celsius");
    }

    @Test
    void whatTheCodecRefusesIsToldWithItsNameAndItsWords() {
        assertThatThrownBy(() -> codec.encode(new Celsius(Double.NaN)))
                .isInstanceOf(CannotTravel.Unsupported.class)
                .hasMessageContaining("CelsiusCodec could not write")
                .hasMessageContaining("no temperature");
    }

    @Test
    void aCodecAllowsNothingByItself() {
        var strict = new KryoCodec(AllowList.jdk(), TypeCodecTest.class.getClassLoader());
        assertThatThrownBy(() -> strict.encode(new Celsius(1))).isInstanceOf(CannotTravel.NotAllowed.class);
    }
}
