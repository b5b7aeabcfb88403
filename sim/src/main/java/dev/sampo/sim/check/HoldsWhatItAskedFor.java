package dev.sampo.sim.check;

import dev.sampo.dag.TaskOptions;
import dev.sampo.job.Fact;
import dev.sampo.job.Failure;
import dev.sampo.job.JobEvent;
import dev.sampo.resource.Resources;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a body holds is one of its task's choices, with more memory at most, and after an attempt that ran out of memory what the
 * fact about it says the next needs.
 */
final class HoldsWhatItAskedFor extends Witness {
    private record Needed(long term, int number, long memory) {}

    private final Map<String, Needed> needed = new HashMap<>();
    private final Set<String> late = new HashSet<>();
    private final Tally tally;

    HoldsWhatItAskedFor(Tally tally) {
        this.tally = tally;
    }

    @Override
    void decided(int partition, long term, List<Fact> facts) {
        for (Fact fact : facts) {
            if (fact instanceof JobEvent.AttemptFailed failed && failed.memory() > 0) {
                tally.hit(Sometimes.OUT_OF_MEMORY);
                needed.put(failed.job() + "/" + failed.task(), new Needed(term, failed.number(), failed.memory()));
            } else if (fact instanceof JobEvent.AttemptFailed failed
                    && failed.failure().kind() == Failure.Kind.TIMED_OUT) {
                late.add(failed.job() + "/" + failed.task());
            } else if (fact instanceof JobEvent.TaskSucceeded done) {
                needed.remove(done.job() + "/" + done.task());
            }
        }
    }

    @Override
    void started(Start start) {
        var attempt = start.run().attempt();
        TaskOptions options = start.run().blueprint().options(start.run().blueprintTask());
        Resources held = start.needs();
        List<Resources> choices = options.demand().all();
        int choice = choiceOf(held, choices);
        if (choice < 0) {
            throw violated(
                    attempt.job(), attempt.task(), attempt + " holds " + held + " and needs " + options.demand());
        }
        boolean isMore = held.memoryBytes() > choices.get(choice).memoryBytes();
        tally.hit(Sometimes.SECOND_CHOICE_TAKEN, choice > 0);
        tally.hit(Sometimes.SIZED_BY_INPUTS, isMore && !options.demand().isFixed());
        tally.hit(Sometimes.LEARNED_WHAT_IS_NEEDED, isMore && options.demand().isFixed() && attempt.number() == 1);
        boolean isLate = late.contains(attempt.job() + "/" + attempt.task());
        tally.hit(
                Sometimes.PREFERRED_AFTER_TIMEOUT,
                isLate && options.retry().escalation().movesAfterTimeout());
        Needed least = needed.get(attempt.job() + "/" + attempt.task());
        boolean isLater = least != null && attempt.fence().term() == least.term && attempt.number() > least.number;
        if (isLater && held.memoryBytes() < least.memory) {
            throw violated(
                    attempt.job(), attempt.task(), attempt + " holds " + held + " after one that ran out: " + least);
        }
    }

    private static int choiceOf(Resources held, List<Resources> choices) {
        for (int i = 0; i < choices.size(); i++) {
            Resources choice = choices.get(i);
            if (choice.memoryBytes() <= held.memoryBytes()
                    && choice.memory(held.memoryBytes()).equals(held)) {
                return i;
            }
        }
        return -1;
    }
}
