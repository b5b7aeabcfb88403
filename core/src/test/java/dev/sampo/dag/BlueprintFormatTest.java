package dev.sampo.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.resilience.Retry;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlueprintFormatTest {
    private final PlainEncoder encoder = new PlainEncoder();

    @Test
    void everyBlueprintReadBackIsTheSame() {
        for (int seed = 0; seed < 300; seed++) {
            DagSpec dag = new RandomDags(seed).next();
            Blueprint blueprint = dag.compile(encoder);
            Blueprint copy = Blueprint.read(blueprint.bytes());

            assertThat(BlueprintFormat.write(copy)).as("seed %d", seed).isEqualTo(blueprint.bytes());
            assertThat(copy.digest()).isEqualTo(blueprint.digest());
            for (TaskSpec task : dag.tasks()) {
                assertThatTaskIs(task, copy);
            }
        }
    }

    private static void assertThatTaskIs(TaskSpec task, Blueprint blueprint) {
        int number = blueprint.taskNamed(task.name());
        assertThat(IntStream.range(0, blueprint.inputCount(number))
                        .mapToObj(i -> blueprint.taskName(blueprint.input(number, i))))
                .isEqualTo(task.inputs());
        assertThat(IntStream.range(0, blueprint.afterCount(number))
                        .mapToObj(i -> blueprint.taskName(blueprint.after(number, i))))
                .isEqualTo(task.after());
        for (int i = 0; i < task.inputs().size(); i++) {
            assertThat(blueprint.need(number, i)).isEqualTo(task.onFailure().input(i));
        }
        for (int i = 0; i < task.after().size(); i++) {
            boolean isNeeded = task.onFailure().after(i) == Need.VALUE;
            assertThat(blueprint.afterNeed(number, i)).isEqualTo(isNeeded ? Need.VALUE : Need.OPTIONAL);
        }
        int standIn = blueprint.standIn(number);
        assertThat(standIn == Blueprint.NO_TASK ? Optional.empty() : Optional.of(blueprint.taskName(standIn)))
                .isEqualTo(task.onFailure().standIn());
        assertThat(blueprint.options(number)).isEqualTo(task.options());
        assertThat(blueprint.expectedMicros(number)).isEqualTo(task.expected().toNanos() / 1_000);
        assertThat(IntStream.range(0, blueprint.inputCount(number)).map(i -> blueprint.input(number, i)))
                .allMatch(input -> input < number);
    }

    @Test
    void theBytesOfVersionOneAreTheOnesOnRecord() throws IOException {
        Blueprint blueprint = dagOfEveryKind().compile(encoder);
        assertThat(HexFormat.of().formatHex(blueprint.bytes())).isEqualTo(golden("blueprint-v1.hex"));
        assertThat(Blueprint.read(HexFormat.of().parseHex(golden("blueprint-v1.hex"))))
                .isEqualTo(blueprint);
    }

    private static Dag dagOfEveryKind() {
        var dag = Dag.named("golden").allow("com.acme").allow(Duration.class);
        var words = dag.value("words", List.of("a", "b"));
        var scale = dag.task("scale", () -> 2)
                .needs(Resources.cpus(0.5).memory("1GB").gpus(1).and("licence", 3))
                .timeout(Duration.ofSeconds(90, 5_000_000))
                .expected(Duration.ofSeconds(2))
                .spread("zone")
                .together("scratch")
                .atMost("database", 10)
                .keep();
        var lengths = dag.each("lengths", words, scale, (word, by) -> word.length() * by)
                .where(Selector.label("disk")
                        .in("ssd", "nvme")
                        .and(Selector.label("ok").isPresent()))
                .prefer(Selector.label("zone").isNot("far"))
                .retry(Retry.exponential(3).startingAt(Duration.ofMillis(50)))
                .priority(-3);
        var last = dag.task("last", Body.named("notify"))
                .retry(Retry.decorrelated(5)
                        .on(IOException.class)
                        .notOn(EOFException.class)
                        .within(Duration.ofMinutes(10))
                        .onOtherNodes());
        var sum = dag.task("sum", lengths.all(), List::size).orElse(dag.value("nothing", 0));
        last.after(lengths);
        dag.task("report", sum.optional(), lengths.optional(), (a, b) -> b.size())
                .after(last.optional())
                .orElse(dag.task("excuse", () -> 0));
        return dag;
    }

    private static String golden(String name) throws IOException {
        try (var resource = BlueprintFormatTest.class.getResourceAsStream(name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\\s", "");
        }
    }

    @Test
    void corruptedBytesAreRefusedOrReadExactlyAndNothingElseIsThrown() {
        var random = new Random(7);
        int refused = 0;
        int read = 0;
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new RandomDags(round % 50).next().compile(encoder).bytes();
            byte[] corrupted = corrupt(bytes, random);
            try {
                assertThat(BlueprintFormat.write(Blueprint.read(corrupted))).isEqualTo(corrupted);
                read++;
            } catch (MalformedBlueprint refusal) {
                assertThat(refusal).hasMessageMatching("(?s).{10,}");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1_000);
        assertThat(read).isGreaterThan(100);
    }

    private static byte[] corrupt(byte[] original, Random random) {
        byte[] bytes = original.clone();
        switch (random.nextInt(4)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            case 2 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            default -> {
                int from = random.nextInt(bytes.length);
                byte[] noise = new byte[Math.min(8, bytes.length - from)];
                random.nextBytes(noise);
                System.arraycopy(noise, 0, bytes, from, noise.length);
            }
        }
        return bytes;
    }

    @Test
    void anotherVersionIsNamed() {
        byte[] bytes = new RandomDags(1).next().compile(encoder).bytes();
        bytes[0] = 9;
        assertThatThrownBy(() -> Blueprint.read(bytes))
                .isInstanceOf(MalformedBlueprint.class)
                .hasMessageContaining("version 9");
    }

    @Test
    void aHugeCountIsRefusedBeforeAnythingIsAllocated() {
        var out = new ByteWriter(16);
        out.put(BlueprintFormat.VERSION);
        out.text("huge");
        out.number(Integer.MAX_VALUE);
        assertThatThrownBy(() -> Blueprint.read(out.bytes()))
                .isInstanceOf(MalformedBlueprint.class)
                .hasMessageContaining("2147483647");
    }

    @Test
    void bytesAfterTheEndAreRefused() {
        byte[] bytes = new RandomDags(1).next().compile(encoder).bytes();
        assertThatThrownBy(() -> Blueprint.read(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(MalformedBlueprint.class)
                .hasMessageContaining("after its end");
        assertThatThrownBy(() -> Blueprint.read(new byte[0])).isInstanceOf(MalformedBlueprint.class);
    }

    @Test
    void aNumberLongerThanItNeedsToBeIsRefused() {
        assertThatThrownBy(() -> new ByteReader(new byte[] {(byte) 0x80, 0}).number())
                .isInstanceOf(MalformedBlueprint.class)
                .hasMessageContaining("longer than it needs");
    }

    @Test
    void numbersOfEveryLengthComeBack() {
        var out = new ByteWriter(1);
        List<Long> numbers = List.of(0L, 1L, 127L, 128L, 16_383L, 16_384L, 1L << 31, 1L << 56, Long.MAX_VALUE);
        numbers.forEach(out::number);
        List.of(0, -1, 1, -1_000, 1_000).forEach(out::signed);
        var in = new ByteReader(out.bytes());
        numbers.forEach(number -> assertThat(in.number()).isEqualTo(number));
        List.of(0, -1, 1, -1_000, 1_000)
                .forEach(number -> assertThat(in.signed("a number")).isEqualTo(number));
        in.end();
    }

    @Test
    void theJarOfABlueprintIsPartOfWhatItIs() {
        var dag = Dag.named("jar");
        dag.task("only", () -> 1);
        var jar = new Digest(0x0123456789abcdefL, -2);
        Blueprint blueprint = dag.compile(new JarEncoder(jar));
        Blueprint read = Blueprint.read(blueprint.bytes());
        assertThat(read.jar()).hasValue(jar);
        assertThat(Digest.parse(jar.toString())).isEqualTo(jar);
        assertThat(read).isNotEqualTo(dag.compile(new PlainEncoder()));
        assertThatThrownBy(() -> Digest.parse("0123")).hasMessageContaining("the first 32 digits of a SHA-256");
    }
}
