package dev.sampo.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.bytes.MalformedBytes;
import dev.sampo.job.Fact;
import dev.sampo.job.Failure;
import dev.sampo.job.JobEvent;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.link.Order;
import dev.sampo.link.Report;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {

    static Stream<Samples.Sample> samples() {
        return Samples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsReadIsWhatWasWritten(Samples.Sample sample) {
        Object read = sample.read(sample.bytes());
        Alike.assertAlike(read, sample.message());
    }

    @Test
    void everyTypeHasASample() {
        var sampled = new HashSet<Class<?>>();
        Samples.all().forEach(sample -> sampled.add(sample.type()));
        assertThat(sampled).containsAll(Table.CODECS.types().values());
    }

    @Test
    void manyAttemptsOfManyJobsComeBackInOrder() {
        var random = new Random(7);
        var jobs = List.of(Samples.JOB, Samples.OTHER, Samples.JOB);
        List<Report.Ended> ended = IntStream.range(0, 500)
                .mapToObj(i -> Samples.ended(
                        Samples.attempt(
                                jobs.get(random.nextInt(3)),
                                random.nextInt(),
                                random.nextInt(3),
                                random.nextLong(),
                                random.nextLong()),
                        random.nextBoolean() ? new Outcome.Cancelled() : Outcome.Succeeded.of(Samples.LARGE),
                        random.ints(random.nextInt(4)).toArray()))
                .toList();
        var message = new ToScheduler.FromNode(Samples.report(List.of(), ended, Optional.empty()));
        assertThat(throughBytes(message)).isEqualTo(message);
    }

    @Test
    void aBatchInterleavesJobsAndNodesAndNamesEachOnce() {
        var batch = new ArrayList<Fact>();
        for (int i = 0; i < 100; i++) {
            batch.add(new JobEvent.TaskSucceeded(
                    i % 2 == 0 ? Samples.JOB : Samples.OTHER,
                    i,
                    i % 3 == 0 ? Samples.NODE : Samples.PEER,
                    1,
                    Samples.FENCE,
                    Samples.SMALL,
                    900,
                    Samples.AT + i / 10));
        }
        var facts = new Facts(batch, 100);
        byte[] bytes = FactsCodec.write(facts);
        assertThat(FactsCodec.read(bytes)).isEqualTo(facts);
        assertThat(bytes.length).isLessThan(1_800);
    }

    @Test
    void anEndedAttemptCostsAboutADozenBytes() {
        assertThat(Message.bytes(ended(100), Actors.REFS, 1 << 20).length).isLessThan(100 * 14 + 50);
    }

    @Test
    void anAssignedTaskCostsAboutOneByte() {
        var assign = new Order.Assign(Samples.JOB, IntStream.range(5_000, 5_100).toArray(), 1, 77, false);
        var message = new ToWorker.FromPartition(Samples.orders(assign), Actors.SCHEDULER);
        assertThat(Message.bytes(message, Actors.REFS, 1 << 20).length).isLessThan(100 + 50);
    }

    @Test
    void aWriterIsAsGoodAsNewAfterAMessageThatWasTooLarge() {
        var large = new Failure(Failure.Kind.THREW, "t", "m".repeat(2_000), "");
        var message = new ToScheduler.FromNode(Samples.report(
                List.of(),
                List.of(Samples.ended(Samples.attempt(Samples.JOB, 1, 1, 1, 1), new Outcome.Failed(large))),
                Optional.empty()));
        assertThatThrownBy(() -> Message.bytes(message, Actors.REFS, 1_000))
                .isInstanceOf(MalformedBytes.Oversize.class)
                .hasMessageContaining("FromNode")
                .hasMessageContaining("1000");
        assertThat(throughBytes(ended(3))).isEqualTo(ended(3));
    }

    static ToScheduler.FromNode ended(int count) {
        List<Report.Ended> ended = IntStream.range(0, count)
                .mapToObj(i -> Samples.ended(
                        Samples.attempt(Samples.JOB, 5_000 + i, 1, 3, 77),
                        Outcome.Succeeded.of(new Value.Inline(new byte[] {9, (byte) i, 1}, Value.NO_LIST))))
                .toList();
        return new ToScheduler.FromNode(Samples.report(List.of(), ended, Optional.empty()));
    }

    private static Wire throughBytes(Wire message) {
        return Samples.Sample.wire(Message.bytes(message, Actors.REFS, 1 << 20));
    }
}
