package dev.sampo.actors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.job.JobId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartitionsTest {
    @Test
    void forksGoWhereTheJobIsThatTheyAreMadeFrom() {
        var job = new JobId("word-count");
        assertThat(Partitions.of(job.fork("a").fork("b"), 1_000)).isEqualTo(Partitions.of(job, 1_000));
    }

    @Test
    void aJobsPartitionNeverChanges() {
        assertThat(Partitions.of(new JobId("nightly"), 8)).isEqualTo(5);
        assertThat(Partitions.of(new JobId("word-count"), 8)).isEqualTo(6);
        assertThat(Partitions.of(new JobId("word-count"), 1_000)).isEqualTo(334);
    }

    @Test
    void jobsOfLikeNamesSpreadEvenly() {
        int[] jobs = new int[8];
        IntStream.range(0, 8_000).forEach(i -> jobs[Partitions.of(new JobId("job-" + i), 8)]++);
        assertThat(IntStream.of(jobs)).allMatch(count -> count > 850 && count < 1_150);
    }
}
