package dev.sampo.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.bytes.MalformedBytes;
import dev.sampo.job.JobEvent;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactsCodecTest {

    private static final Facts FACTS = new Facts(
            List.of(
                    new JobEvent.TaskSucceeded(
                            Samples.JOB, 4, Samples.NODE, 2, Samples.FENCE, Samples.SMALL, 1_234, Samples.AT),
                    new JobEvent.JobForgotten(Samples.JOB, Samples.AT)),
            12);

    @Test
    void everyFlippedBitIsNoticed() {
        byte[] bytes = FactsCodec.write(FACTS);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> FactsCodec.read(flipped))
                    .isInstanceOf(MalformedBytes.Corrupt.class)
                    .hasMessageContaining("checksum");
        }
    }

    @Test
    void everyTornBatchIsNoticed() {
        byte[] bytes = FactsCodec.write(FACTS);
        for (int length = 0; length < bytes.length; length++) {
            byte[] torn = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> FactsCodec.read(torn)).isInstanceOf(MalformedBytes.class);
        }
    }

    @Test
    void aNewerFormatIsToldFromDamage() {
        byte[] bytes = FactsCodec.write(FACTS);
        bytes[0] = 2;
        assertThatThrownBy(() -> FactsCodec.read(FuzzTest.withChecksum(bytes)))
                .isInstanceOf(MalformedBytes.WrongVersion.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void aBatchIsWrittenTheSameTwice() {
        assertThat(FactsCodec.write(FACTS)).isEqualTo(FactsCodec.write(FactsCodec.read(FactsCodec.write(FACTS))));
    }

    @Test
    void aBatchTooLargeToKeepIsRefusedBeforeItIsRead() {
        assertThatThrownBy(() -> FactsCodec.read(new byte[FactsCodec.BYTES_MAX + 1]))
                .isInstanceOf(MalformedBytes.Oversize.class);
    }
}
