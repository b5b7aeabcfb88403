package dev.sampo.actors.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.actors.value.ValueStore;
import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Value;
import dev.sampo.worker.Action;
import dev.sampo.worker.WorkerInput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CopiesTest {
    private static final JobId SOURCE = new JobId("source");
    private static final JobId FORK = SOURCE.fork("f");
    private static final Fence MAKER = new Fence(1, 1);

    private final ValueStore values = new ValueStore(new NodeId("n"), 1 << 20, Optional.empty());
    private final ArrayDeque<Runnable> work = new ArrayDeque<>();
    private final List<WorkerInput> told = new ArrayList<>();
    private boolean hasRefused;
    private final Copies copies = new Copies(values, work::add, told::add, discard -> {});

    @AfterEach
    void close() {
        values.close();
    }

    private Action.CopyValue copy(int task, Value.Stored value) {
        return new Action.CopyValue(FORK, task, value, MAKER, SOURCE, task);
    }

    private Value.Stored kept(int task) throws IOException {
        return values.put(SOURCE, task, new byte[] {1, 2, (byte) task}, Value.NO_LIST);
    }

    private void run() {
        while (!work.isEmpty()) {
            work.poll().run();
        }
    }

    @Test
    void whoOrdersACopyDoesNotMakeIt() throws IOException {
        Value.Stored value = kept(1);
        copies.order(copy(1, value));
        assertThat(values.keeps(FORK, 1, value)).isFalse();
        assertThat(told).isEmpty();

        run();
        assertThat(values.keeps(FORK, 1, value)).isTrue();
        assertThat(told).containsExactly(new WorkerInput.ValueArrived(FORK, 1, value, MAKER));
    }

    @Test
    void oneIsMadeAfterTheOther() throws IOException {
        for (int task = 0; task < 100; task++) {
            copies.order(copy(task, kept(task)));
        }
        assertThat(work).hasSize(1);
        run();
        assertThat(told).hasSize(100);
        copies.order(copy(100, kept(100)));
        run();
        assertThat(told).hasSize(101);
    }

    @Test
    void anOriginalThatIsToBeDroppedStaysUntilItIsCopied() throws IOException {
        Value.Stored value = kept(1);
        copies.order(copy(1, value));
        copies.order(new Action.Discard(SOURCE, new int[0]));
        run();

        assertThat(told).containsExactly(new WorkerInput.ValueArrived(FORK, 1, value, MAKER));
        assertThat(values.keeps(SOURCE, 1, value)).isFalse();
    }

    @Test
    void whatIsOfOtherJobsIsDroppedAtOnce() throws IOException {
        Value.Stored other = values.put(new JobId("other"), 1, new byte[] {7}, Value.NO_LIST);
        copies.order(copy(1, kept(1)));
        copies.order(new Action.Discard(new JobId("other"), new int[] {1}));
        assertThat(values.keeps(new JobId("other"), 1, other)).isFalse();
    }

    @Test
    void whateverFailsWithOneTheNextIsMade() throws IOException {
        var careful = new Copies(
                values,
                task -> {
                    if (told.isEmpty() && work.isEmpty() && !hasRefused) {
                        hasRefused = true;
                        throw new RejectedExecutionException("not now");
                    }
                    work.add(task);
                },
                news -> {
                    told.add(news);
                    throw new IllegalStateException("nobody listens");
                },
                discard -> {});
        Value.Stored value = kept(1);
        assertThatThrownBy(() -> careful.order(copy(1, value))).isInstanceOf(RejectedExecutionException.class);
        careful.order(copy(2, kept(2)));
        run();
        assertThat(told).hasSize(2);
    }

    @Test
    void whatIsNotCopiedOfTheSameJobIsDroppedAtOnce() throws IOException {
        Value.Stored copied = kept(1);
        Value.Stored other = kept(2);
        copies.order(copy(1, copied));
        copies.order(new Action.Discard(SOURCE, new int[] {1, 2}));
        assertThat(values.keeps(SOURCE, 2, other)).isFalse();
        assertThat(values.keeps(SOURCE, 1, copied)).isTrue();
        run();
        assertThat(values.keeps(SOURCE, 1, copied)).isFalse();
    }

    @Test
    void whatIsPutAfterItWasToBeDroppedStays() throws IOException {
        copies.order(copy(1, kept(1)));
        copies.order(new Action.Discard(SOURCE, new int[] {1}));
        copies.order(new Action.Discard(SOURCE, new int[0]));
        Value.Stored again = values.put(SOURCE, 1, new byte[] {9}, Value.NO_LIST);
        Value.Stored other = kept(2);
        run();
        assertThat(values.keeps(SOURCE, 1, again)).isTrue();
        assertThat(values.keeps(SOURCE, 2, other)).isTrue();
    }

    @Test
    void oneThatCannotBeMadeIsToldAndTheNextIsMade() throws IOException {
        var gone = new Value.Stored(new NodeId("n"), 3, 99, Value.NO_LIST);
        copies.order(copy(1, gone));
        copies.order(copy(2, kept(2)));
        run();

        assertThat(told.get(0)).isEqualTo(new WorkerInput.ValueUnavailable(FORK, 1, gone, MAKER));
        assertThat(told.get(1)).isInstanceOf(WorkerInput.ValueArrived.class);
    }
}
