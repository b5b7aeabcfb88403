package dev.sampo.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.Sampo;
import org.junit.jupiter.api.Test;

class SamplesTest {

    @Test
    void helloGreets() throws Exception {
        assertThat(Printed.by(() -> Hello.main(new String[0]))).isEqualToIgnoringNewLines("Hello, Sampo!");
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
    void wordCountPrintsTheMostFrequentWords() throws Exception {
        assertThat(Printed.by(() -> WordCount.main(new String[0])))
                .contains("different words")
                .containsPattern("\\d+ the\\R");
    }

    @Test
    void theBlockedProductIsTheDirectProduct() throws Exception {
        var a = Matrix.random(256, 256, 3);
        var b = Matrix.random(256, 256, 4);
        try (Sampo sampo = Sampo.local()) {
            assertThat(MatrixMultiply.multiply(sampo, a, b)).isEqualTo(a.times(b));
        }
        assertThat(Printed.by(() -> MatrixMultiply.main(new String[0])))
                .contains("64 block products; equal to the direct product");
    }

    @Test
    void theMosaicIsTheSky() throws Exception {
        try (Sampo sampo = Sampo.local()) {
            assertThat(Montage.assemble(sampo).pixels())
                    .isEqualTo(Montage.trueSky().pixels());
        }
        assertThat(Printed.by(() -> Montage.main(new String[0]))).contains("the same as the sky itself");
    }

    @Test
    void theTreeSortsWithTasksItAdded() throws Exception {
        assertThat(Printed.by(() -> DynamicTree.main(new String[0])))
                .contains("20000 numbers sorted by")
                .contains("as Arrays.sort has it");
    }
}
