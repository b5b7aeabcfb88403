package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.planning.Answer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExportRoutesTest {
    private static final JobId JOB = new JobId("read-1");
    private static final Answer.Events NOTHING = new Answer.Events(JOB, 1, List.of(), 1, false);

    private static Answer.Events some(boolean isLast) {
        return new Answer.Events(JOB, 1, List.of(new JobEvent.JobPaused(JOB, 5)), 2, isLast);
    }

    /** Half a job would pass for a whole one. */
    @Test
    void ofAJobThatHasEndedSilenceIsNotItsEnd() {
        assertThatThrownBy(() -> ExportRoutes.isAll(NOTHING, true, 10)).hasMessageContaining("come again");
        assertThat(ExportRoutes.isAll(some(false), true, 1)).isFalse();
        assertThat(ExportRoutes.isAll(some(true), true, 10)).isTrue();
    }

    /** A page that is not full had all that there was when it was made. */
    @Test
    void aJobThatGoesOnIsReadUntilNow() {
        assertThat(ExportRoutes.isAll(some(false), false, 10)).isTrue();
        assertThat(ExportRoutes.isAll(full(), false, 10)).isFalse();
        assertThat(ExportRoutes.isAll(full(), false, 4)).isTrue();
    }

    @Test
    void ofAJobThatGoesOnSilenceMayMeanThatItsSchedulerIsBusy() {
        assertThat(ExportRoutes.isAll(NOTHING, false, 10)).isFalse();
    }

    private static Answer.Events full() {
        return new Answer.Events(JOB, 1, Collections.nCopies(1_000, new JobEvent.JobPaused(JOB, 5)), 1_001, false);
    }
}
