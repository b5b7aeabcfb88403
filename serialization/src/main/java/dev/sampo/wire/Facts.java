package dev.sampo.wire;

import dev.sampo.job.Fact;
import java.util.List;

/**
 * The facts of one planner step as the journal keeps them: one persistent event, all or nothing.
 *
 * @param upTo the partition's count of facts with these included
 */
public record Facts(List<Fact> facts, long upTo) {
    public Facts {
        facts = List.copyOf(facts);
    }
}
