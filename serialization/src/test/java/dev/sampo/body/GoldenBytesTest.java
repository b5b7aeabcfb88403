package dev.sampo.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.io.Output;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Nodes of two versions exchange these bytes: a change of a line in {@code golden.txt} is a change of the format. */
class GoldenBytesTest {

    private final AllowList allowed = AllowList.jdk().allowPackage("dev.sampo.body");
    private final KryoCodec codec = new KryoCodec(allowed, GoldenBytesTest.class.getClassLoader());

    enum Level {
        LOW,
        HIGH
    }

    record Sample(int count, String name, Level level, List<Long> sizes) {}

    private static Map<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("null", null);
        values.put("int 7", 7);
        values.put("long 7", 7L);
        values.put("long -1000000", -1_000_000L);
        values.put("double 1.5", 1.5);
        values.put("text", "words");
        values.put("text beyond ASCII", "Grüße");
        values.put("Duration 1.5 s", Duration.ofMillis(1500));
        values.put("Instant", Instant.parse("2026-11-21T00:00:00Z"));
        values.put("BigDecimal 1.20", new BigDecimal("1.20"));
        values.put("Optional", Optional.of(1));
        values.put("List.of", List.of(1, "a", List.of()));
        values.put("TreeMap", new TreeMap<>(Map.of("a", 1, "b", 2)));
        values.put("enum", Level.HIGH);
        values.put("record", new Sample(3, "s", Level.LOW, List.of(1L)));
        values.put("two records", List.of(new Sample(1, null, null, null), new Sample(2, null, null, null)));
        return values;
    }

    @TestFactory
    Stream<DynamicTest> aValueOfTheStoredBytesIsStillReadAsItWas() throws IOException {
        Map<String, String> stored = stored();
        return values().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> assertThat(
                                codec.decode(HexFormat.of().parseHex(stored.get(each.getKey()))))
                        .isEqualTo(each.getValue())));
    }

    @Test
    void theFormatIsTheStoredOne() throws IOException {
        var lines = new LinkedHashMap<String, String>();
        values().forEach((name, value) -> lines.put(name, hex(codec.encode(value))));
        lines.put("list value", hex(ListValue.of(codec, Arrays.asList(1, null, "a"))));
        lines.put("foreign value", hex(Values.encode(new OneByte(), (byte) 5)));
        lines.put("named body", hex(Bodies.encode("t", BodyRef.named("greet"), allowed)));
        lines.put("lambda head", hex(head()));

        assertThat(lines).isEqualTo(stored());
    }

    private static byte[] head() {
        var out = new Output(256, 1024);
        new LambdaHead(
                        "com.acme.Main",
                        0x0123456789abcdefL,
                        6,
                        "com.acme.Words",
                        0x1032547698badcfeL,
                        "count",
                        "(Ljava/lang/String;)I",
                        "com/acme/Body",
                        "run",
                        "(Ljava/lang/Object;)Ljava/lang/Object;",
                        "(Ljava/lang/String;)Ljava/lang/Integer;")
                .write(out);
        return out.toBytes();
    }

    private static final class OneByte implements Codec<Byte> {
        @Override
        public byte[] encode(Byte value) {
            return new byte[] {value};
        }

        @Override
        public Byte decode(byte[] bytes) {
            return bytes[0];
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static Map<String, String> stored() throws IOException {
        try (var in = GoldenBytesTest.class.getResourceAsStream("golden.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains(" = "))
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf(" = ")),
                            line -> line.substring(line.indexOf(" = ") + 3),
                            (one, other) -> other,
                            LinkedHashMap::new));
        }
    }
}
