package dev.sampo.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventLogTest {
    private static final JobId JOB = new JobId("job");
    private static final Fence FENCE = new Fence(1, 1);
    private static final Value VALUE = new Value.Inline(new byte[] {1}, Value.NO_LIST);

    private final EventLog log = new EventLog(JOB, new EventLog.Successes() {
        @Override
        public Value value(int task) {
            return VALUE;
        }

        @Override
        public Fence fence(int task) {
            return FENCE;
        }
    });

    private static JobEvent success(int task) {
        return new JobEvent.TaskSucceeded(JOB, task, new NodeId("n" + task % 66_000), 1, FENCE, VALUE, 7, 9);
    }

    @Test
    void whatRanOnMoreNodesThanAColumnTellsApartIsKeptAsItWas() {
        for (int task = 0; task < 132_000; task++) {
            log.add(success(task));
        }
        for (int task = 0; task < 132_000; task += 1_000) {
            assertThat(log.get(task)).isEqualTo(success(task));
        }
        assertThat(log.get(65_999)).isEqualTo(success(65_999));
        assertThat(log.about(65_999)).containsExactly(success(65_999));
        assertThat(log.get(131_999)).isEqualTo(success(131_999));
    }
}
