package dev.sampo.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JobIdTest {
    private static final JobId JOB = new JobId("report-2026-11-26");

    @Test
    void aForkSaysWhatItWasMadeFrom() {
        assertThat(JOB.fork("a").fork("b")).hasToString("report-2026-11-26~a~b");
    }

    @Test
    void forksOfForksMayBeMadeForEver() {
        JobId id = JOB;
        for (int i = 0; i < 1_000; i++) {
            JobId fork = id.fork("0123abcd");
            assertThat(fork).isNotEqualTo(id).isEqualTo(id.fork("0123abcd"));
            assertThat(fork).isNotEqualTo(id.fork("0123abce"));
            assertThat(fork.root()).isEqualTo(JOB.value());
            id = fork;
        }
    }

    @Test
    void anIdThatLeavesNoRoomForForksSaysSo() {
        var job = new JobId("x".repeat(120));
        assertThat(job.fork("abc").root()).isEqualTo(job.value());
        assertThatThrownBy(() -> job.fork("0123abcd"))
                .hasMessageContaining("leaves no room for the id of a fork")
                .hasMessageContaining("at most 111");
    }

    @Test
    void theNameOfAForkIsCheckedHoweverLongItIs() {
        assertThatThrownBy(() -> new JobId("x".repeat(100)).fork(" ".repeat(50)))
                .hasMessageContaining("no job id");
    }
}
