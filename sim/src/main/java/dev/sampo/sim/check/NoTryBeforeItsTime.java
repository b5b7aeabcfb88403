package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent.AttemptFailed;
import dev.sampo.job.JobEvent.AttemptVoted;
import dev.sampo.job.JobEvent.TaskSucceeded;
import dev.sampo.job.JobId;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * After a failure nothing is started, on the orders of the planner that counted it or of one that has read of it, before
 * the wait is over that the fact says.
 */
final class NoTryBeforeItsTime extends Witness {
    private record Key(JobId job, int task, long term) {}

    private record Due(int number, long at) {}

    private record Failed(JobId job, int task, NodeId node) {}

    private final Map<Key, Due> waits = new HashMap<>();
    private final Set<Failed> failures = new HashSet<>();
    private final JournalPicture[] journals;
    private final Tally tally;

    NoTryBeforeItsTime(JournalPicture[] journals, Tally tally) {
        this.journals = journals;
        this.tally = tally;
    }

    @Override
    void tookOver(int partition, long term, Ledger ledger) {
        journals[partition]
                .jobs()
                .forEach((id, job) -> job.tasks.forEach((number, task) -> {
                    if (task.retryAt != JobPicture.Task.NEVER) {
                        waits.put(new Key(id, number, term), new Due(task.lastNumber, task.retryAt));
                    }
                }));
    }

    @Override
    void decided(int partition, long term, List<Fact> facts) {
        for (Fact fact : facts) {
            if (fact instanceof AttemptFailed failed && failed.retryAt() != AttemptFailed.NO_RETRY) {
                waits.put(new Key(failed.job(), failed.task(), term), new Due(failed.number(), failed.retryAt()));
                failures.add(new Failed(failed.job(), failed.task(), failed.node()));
            } else if (fact instanceof AttemptVoted voted) {
                // It was under way when a failure before it was told again: whoever is asked next waits for nothing.
                waits.computeIfPresent(
                        new Key(voted.job(), voted.task(), term),
                        (key, due) -> voted.number() > due.number() ? null : due);
            } else if (fact instanceof TaskSucceeded success) {
                // Should its value be lost, it is made again at once.
                waits.remove(new Key(success.job(), success.task(), term));
            }
        }
    }

    @Override
    void started(Start start) {
        var attempt = start.run().attempt();
        Due due =
                waits.get(new Key(attempt.job(), attempt.task(), attempt.fence().term()));
        if (due == null || attempt.number() <= due.number()) {
            return;
        }
        if (start.at() < due.at()) {
            throw violated(
                    attempt.job(),
                    attempt.task(),
                    "attempt " + attempt.number() + " starts at " + start.at() + ", but it was to wait until "
                            + due.at());
        }
        boolean isParticular = start.run()
                .blueprint()
                .options(start.run().blueprintTask())
                .retry()
                .otherNodes();
        boolean hasFailedHere = failures.contains(new Failed(attempt.job(), attempt.task(), start.node()));
        tally.hit(Sometimes.RETRIED_ON_ANOTHER_NODE, isParticular && !hasFailedHere);
        tally.hit(Sometimes.RETRIED_WHERE_IT_FAILED, isParticular && hasFailedHere);
    }
}
