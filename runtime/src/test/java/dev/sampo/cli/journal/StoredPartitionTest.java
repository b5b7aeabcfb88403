package dev.sampo.cli.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.cli.Refusals;
import dev.sampo.job.Fact;
import dev.sampo.journal.JournalFiles.Event;
import dev.sampo.wire.Facts;
import dev.sampo.wire.FactsSerializer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredPartitionTest {
    private static final FactsSerializer SERIALIZER = new FactsSerializer();
    private static final Facts FACTS = new Facts(List.of(new Fact.TermBegun(7)), 3);
    private static final byte[] BYTES = SERIALIZER.toBinary(FACTS);

    private static Event event(byte[] payload) {
        return new Event(12, 0, SERIALIZER.identifier(), SERIALIZER.manifest(FACTS), payload);
    }

    @Test
    void factsAreReadAndWhatOtherProgramsStoredIsPassedOver() {
        assertThat(StoredPartition.facts(event(BYTES))).contains(FACTS);
        assertThat(StoredPartition.facts(new Event(12, 0, -1, "", BYTES))).isEmpty();
    }

    @Test
    void whatAnotherVersionWroteIsRefusedInWords() {
        assertThatThrownBy(() -> StoredPartition.facts(event(Arrays.copyOf(BYTES, BYTES.length - 1))))
                .isInstanceOf(Refusals.Refused.class)
                .hasMessageContaining("JOURNAL_FORMAT event 12")
                .hasMessageContaining("the version that wrote it");
    }
}
