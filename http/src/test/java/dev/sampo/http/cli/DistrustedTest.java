package dev.sampo.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.http.api.BreakersView;
import dev.sampo.http.api.NodeView;
import dev.sampo.job.BreakerName;
import dev.sampo.job.NodeId;
import dev.sampo.planning.BreakerEntry;
import dev.sampo.resilience.Breaker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How a terminal shows nodes that schedulers trust less than others. */
class DistrustedTest {
    private static BreakerEntry entry(Breaker.State state, int outvoted) {
        int openFor = state == Breaker.State.CLOSED ? 0 : 1;
        return new BreakerEntry(
                BreakerName.of(new NodeId("n1")), state, 20, 20, 0, openFor, outvoted, Optional.empty());
    }

    private static String state(BreakerEntry entry, int schedulers) {
        var view = BreakersView.of(List.of(entry), schedulers);
        return BreakerCommands.state(view.breakers().get(0), view.schedulers());
    }

    @Test
    void aBreakerThatIsOpenForSomeSaysForHowMany() {
        BreakerEntry open = entry(Breaker.State.OPEN, 0);
        BreakerEntry closed = entry(Breaker.State.CLOSED, 0);
        assertThat(state(open.and(closed).and(closed).and(closed), 4)).isEqualTo("open for 1 of 4 schedulers");
        assertThat(state(open.and(open), 2)).isEqualTo("open");
        assertThat(state(open, 1)).isEqualTo("open");
        assertThat(state(closed.and(closed), 4)).isEqualTo("closed");
    }

    private static NodeView node(Integer outvoted) {
        return new NodeView(
                "n1",
                "127.0.0.1:7355",
                "healthy",
                "active",
                Set.of("worker"),
                Map.of(),
                null,
                null,
                null,
                Map.of(),
                null,
                null,
                null,
                outvoted,
                0);
    }

    @Test
    void aNodeThatWasOutvotedSaysHowOften() {
        assertThat(Nodes.one(node(null))).doesNotContain("outvoted");
        assertThat(Nodes.one(node(2))).contains("outvoted 2 times");
        var seen = entry(Breaker.State.CLOSED, 1).and(entry(Breaker.State.CLOSED, 1));
        assertThat(BreakersView.of(List.of(seen), 4).breakers().get(0).outvoted())
                .isEqualTo(2);
    }
}
