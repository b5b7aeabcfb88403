package dev.sampo.actors.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Value;
import dev.sampo.worker.Action;
import org.junit.jupiter.api.Test;

/** However many values are on their way, only the oldest are told. */
class FetchesTest {

    private static Action.FetchValue value(int task) {
        var kept = new Value.Stored(new NodeId("other"), 1_000, 7, Value.NO_LIST);
        return new Action.FetchValue(new JobId("job"), task, kept, new Fence(1, 1));
    }

    @Test
    void theOldestAreToldUntilTheyAreOver() {
        var fetches = new Fetches();
        long first = fetches.begin(value(0), 1_000_000);
        for (int task = 1; task < 100; task++) {
            fetches.begin(value(task), 5_000_000);
        }
        assertThat(fetches.count()).isEqualTo(100);
        assertThat(fetches.some(9_000_000)).hasSize(20);
        assertThat(fetches.some(9_000_000).get(0).millis()).isEqualTo(8);
        fetches.end(first);
        fetches.end(first);
        assertThat(fetches.count()).isEqualTo(99);
        assertThat(fetches.some(9_000_000).get(0).task()).isEqualTo(1);
    }
}
