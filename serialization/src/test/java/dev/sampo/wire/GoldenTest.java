package dev.sampo.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of every sample as they were when it was first written. {@code -Dgolden.rewrite=true} writes them anew: right
 * for a new sample, wrong for an old one, since journals and older nodes hold its bytes.
 */
class GoldenTest {

    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final boolean REWRITE = Boolean.getBoolean("golden.rewrite");
    private static final int ROW = 16;

    static Stream<Samples.Sample> samples() {
        return Samples.all().stream();
    }

    @BeforeAll
    static void rewrite() throws IOException {
        if (REWRITE) {
            Files.createDirectories(FOLDER);
            for (Samples.Sample sample : Samples.all()) {
                Files.writeString(FOLDER.resolve(sample + ".hex"), dump(sample.bytes()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theBytesAreThoseOfTheRecordAndStillMeanTheSame(Samples.Sample sample) throws IOException {
        Path file = FOLDER.resolve(sample + ".hex");
        assertThat(file).exists();
        String recorded = Files.readString(file);
        assertThat(dump(sample.bytes())).isEqualTo(recorded);
        Alike.assertAlike(sample.read(parse(recorded)), sample.message());
    }

    @Test
    void everyRecordBelongsToASample() throws IOException {
        Set<String> names = samples().map(sample -> sample + ".hex").collect(Collectors.toSet());
        try (var files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    /** Sixteen bytes a line, and what of them is text. */
    private static String dump(byte[] bytes) {
        var dump = new StringBuilder();
        for (int from = 0; from < bytes.length; from += ROW) {
            int to = Math.min(bytes.length, from + ROW);
            String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, from, to);
            dump.append(String.format("%04x  %-47s  |", from, hex));
            for (int i = from; i < to; i++) {
                dump.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
            }
            dump.append("|\n");
        }
        return dump.toString();
    }

    private static byte[] parse(String dump) {
        String hex =
                dump.lines().map(line -> line.substring(6, 53).replace(" ", "")).collect(Collectors.joining());
        return HexFormat.of().parseHex(hex);
    }
}
