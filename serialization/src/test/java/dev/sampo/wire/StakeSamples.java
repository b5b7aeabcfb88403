package dev.sampo.wire;

import dev.sampo.job.Experience;
import dev.sampo.job.Fact;
import dev.sampo.planning.Answer;
import dev.sampo.planning.Lore;
import dev.sampo.planning.Stake;
import java.util.List;
import java.util.Map;

/** What partitions tell each other: of limits that they mind together, and of what they have learned. */
final class StakeSamples {
    private StakeSamples() {}

    static List<Samples.Sample> all() {
        var stake = new Stake("database", 3, 7, 9, 2, List.of(new Stake.Part(4, 0, 1, 4), new Stake.Part(10, 3, 2, 5)));
        var kind = new Fact.Experienced.Kind(
                "dag", "task", new long[] {5, 2_000_000}, new long[] {0, 70}, new Experience.Lesson(4L << 30, true));
        return List.of(
                Samples.of(new ToScheduler.Claim(stake, Actors.CLIENT)),
                Samples.of(new ToScheduler.Recount("database", 2, true, Actors.CLIENT)),
                Samples.answer("", new Answer.Allotted("database", 7, 9, 2, Map.of(4, 1, 10, 5))),
                Samples.answer("", new Answer.Recounted(stake)),
                Samples.of(new ToScheduler.Learned(
                        new Lore(3, 7, 9, List.of(Samples.PEER), new Fact.Experienced(List.of(kind))), Actors.CLIENT)),
                Samples.answer("", new Answer.Heard(2, 5, 7, 9)));
    }
}
