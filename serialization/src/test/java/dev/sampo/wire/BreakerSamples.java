package dev.sampo.wire;

import dev.sampo.job.BreakerName;
import dev.sampo.job.Fact;
import dev.sampo.planning.Answer;
import dev.sampo.planning.BreakerEntry;
import dev.sampo.resilience.Breaker;
import dev.sampo.resilience.Forced;
import java.util.List;
import java.util.Optional;

/** What is asked and said of breakers. */
final class BreakerSamples {
    private static final BreakerName BREAKER = new BreakerName(Samples.NODE, "word-count", "count-");
    private static final Forced FORCED = new Forced(Forced.To.OPEN, "node-1", "new disk", Samples.AT);
    static final Fact FACT = new Fact.BreakerForced(BREAKER, FORCED);

    private BreakerSamples() {}

    static List<Samples.Sample> all() {
        return List.of(
                Samples.of(new ToScheduler.AskBreakers(Optional.of(BREAKER), 100, Actors.CLIENT)),
                Samples.of(new ToScheduler.ForceBreaker(BREAKER, Forced.To.OPEN, "node-1", "new disk", Actors.CLIENT)),
                Samples.answer(
                        "",
                        new Answer.Breakers(
                                List.of(entry(Optional.of(FORCED)), entry(Optional.empty())),
                                Optional.of(BreakerName.of(Samples.NODE)))),
                Samples.answer("", new Answer.BreakerSet(BREAKER, Forced.To.CLOSED)),
                Samples.answer("", new Answer.BreakerNotSet(BreakerName.of(Samples.NODE), "enough are forced")));
    }

    private static BreakerEntry entry(Optional<Forced> forced) {
        return new BreakerEntry(BREAKER, Breaker.State.HALF_OPEN, 20, 11, 3, 1, 2, forced);
    }
}
