package dev.sampo.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.Sampo;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SamplesTest {

    @Test
    void helloGreets() {
        assertThat(printedBy(Hello::main)).isEqualToIgnoringNewLines("Hello, Sampo!");
    }

    @Test
    void wordCountCountsTheShippedTexts() throws Exception {
        try (Sampo sampo = Sampo.local()) {
            var counts = WordCount.count(sampo);
            assertThat(counts)
                    .containsEntry("the", 101)
                    .containsEntry("slate", 7)
                    .containsEntry("tally", 1);
            var forge = WordCount.wordsOf("forge.txt");
            assertThat(counts.get("smith")).isEqualTo(forge.get("smith")).isEqualTo(3);
        }
    }

    @Test
    void wordCountPrintsTheMostFrequentWords() {
        assertThat(printedBy(WordCount::main)).contains("different words").containsPattern("\\d+ the\\R");
    }

    @Test
    void theBlockedProductIsTheDirectProduct() {
        var a = Matrix.random(256, 256, 3);
        var b = Matrix.random(256, 256, 4);
        try (Sampo sampo = Sampo.local()) {
            assertThat(MatrixMultiply.multiply(sampo, a, b)).isEqualTo(a.times(b));
        }
        assertThat(printedBy(MatrixMultiply::main)).contains("64 block products; equal to the direct product");
    }

    @Test
    void theMosaicIsTheSky() {
        try (Sampo sampo = Sampo.local()) {
            assertThat(Montage.assemble(sampo).pixels())
                    .isEqualTo(Montage.trueSky().pixels());
        }
        assertThat(printedBy(Montage::main)).contains("the same as the sky itself");
    }

    @Test
    void theTreeSortsWithTasksItAdded() {
        assertThat(printedBy(DynamicTree::main))
                .contains("3000 numbers sorted by")
                .contains("as Arrays.sort has it");
    }

    private static String printedBy(Consumer<String[]> program) {
        PrintStream before = System.out;
        var bytes = new ByteArrayOutputStream();
        try (var captured = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(captured);
            program.accept(new String[0]);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
