package dev.sampo.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.telemetry.Event;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SumsTest {
    private final Sums sums = new Sums();

    private List<Event> told() {
        List<Event> told = new ArrayList<>();
        sums.tell(7, told::add);
        return told;
    }

    @Test
    void eachGraphIsToldOfByItselfAndOnce() {
        sums.placed("one", 10);
        sums.placed("other", 20);
        sums.placed("one", 30);
        sums.succeeded("other");
        sums.succeeded("third");
        sums.succeeded("third");

        assertThat(told())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new Event.TasksPlaced(7, "one", new long[] {10, 30}),
                        new Event.TasksPlaced(7, "other", new long[] {20}),
                        new Event.TasksSucceeded(7, "other", 1),
                        new Event.TasksSucceeded(7, "third", 2));
        assertThat(told()).isEmpty();
        sums.succeeded("one");
        assertThat(told()).containsExactly(new Event.TasksSucceeded(7, "one", 1));
    }
}
