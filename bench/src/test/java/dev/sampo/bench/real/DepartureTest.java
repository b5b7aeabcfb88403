package dev.sampo.bench.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.sim.whatif.ScheduleRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class DepartureTest {
    private static final List<ScheduleRow> SIMULATED =
            List.of(row("a", "n", 0), row("b", "n", 0), row("c", "m", 5), row("d", "n", 10), row("e", "n", 20));

    private static ScheduleRow row(String task, String node, double start) {
        return new ScheduleRow(task, node, start, start + 10);
    }

    @Test
    void whatBeginsInOneMomentMayDoSoInAnyOrderAndLater() {
        assertThat(Departure.of(
                        SIMULATED,
                        List.of(
                                row("b", "n", 1),
                                row("a", "n", 2),
                                row("d", "n", 11),
                                row("c", "m", 12),
                                row("e", "n", 23))))
                .isEmpty();
    }

    @Test
    void theFirstThatOvertookAnotherIsTold() {
        assertThat(Departure.of(
                        SIMULATED,
                        List.of(
                                row("a", "n", 0),
                                row("b", "n", 0),
                                row("e", "n", 10),
                                row("c", "n", 11),
                                row("d", "n", 20))))
                .contains("e on n before d");
    }

    @Test
    void theFirstThatRanElsewhereIsTold() {
        assertThat(Departure.of(
                        SIMULATED,
                        List.of(
                                row("a", "n", 0),
                                row("b", "n", 0),
                                row("c", "n", 5),
                                row("e", "n", 10),
                                row("d", "n", 20))))
                .contains("c on n and not on m");
    }
}
