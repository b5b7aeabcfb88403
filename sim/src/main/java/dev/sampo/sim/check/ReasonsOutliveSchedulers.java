package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.Fence;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Ledger;
import dev.sampo.job.TaskState;
import dev.sampo.planning.Answer;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a planner has said of why a task is where it is, the next one says too, with the same winner and the same second, if the
 * journal kept it: of tasks that were done by then, and of those that ran meanwhile and were done later.
 */
final class ReasonsOutliveSchedulers extends Witness {
    /** Below those of {@link EveryPlacementIsExplained}. */
    private static final long TICKET = -1_000_000;

    private static final int ASKED_AT_ONCE = 10;

    private record Attempt(JobId job, int task, Fence fence) {}

    private record Seat(int partition, long term) {}

    private final Tally tally;
    private final Map<Attempt, String> told = new HashMap<>();
    /** Told by an earlier planner, and in the journal that a later one has read. */
    private final Map<Attempt, String> promised = new HashMap<>();

    private final Map<Seat, List<Attempt>> toAsk = new HashMap<>();
    private final List<Attempt> asked = new ArrayList<>();

    ReasonsOutliveSchedulers(Tally tally) {
        this.tally = tally;
    }

    void told(JobId job, int task, Fence fence, String placement) {
        told.put(new Attempt(job, task, fence), placement);
    }

    static boolean isOwn(Plan.Reply reply) {
        return reply.ticket() <= TICKET;
    }

    @Override
    void tookOver(int partition, long term, Ledger ledger) {
        var done = new ArrayList<Attempt>();
        told.forEach((attempt, placement) -> {
            JobLedger job = ledger.job(attempt.job);
            if (job == null || attempt.task >= job.size()) {
                return;
            }
            boolean isKept = job.reasons()
                    .latest(reason -> reason.isOf(attempt.task) && reason.isBy(attempt.fence))
                    .isPresent();
            if (isKept) {
                promised.put(attempt, placement);
            } else {
                tally.hit(Sometimes.PLACEMENT_FORGOTTEN_WITH_ITS_SCHEDULER);
            }
            if (isKept
                    && done.size() < ASKED_AT_ONCE
                    && job.state(attempt.task) == TaskState.SUCCEEDED
                    && job.fence(attempt.task).equals(attempt.fence)) {
                done.add(attempt);
            }
        });
        toAsk.put(new Seat(partition, term), done);
    }

    /** What to ask this planner next, before anything else happens to it. */
    List<Input> questions(int partition, long term, Plan latest) {
        List<Attempt> attempts = toAsk.getOrDefault(new Seat(partition, term), new ArrayList<>());
        toAsk.remove(new Seat(partition, term));
        for (Fact fact : latest.facts()) {
            if (fact instanceof JobEvent.TaskSucceeded done && done.fence().term() < term) {
                attempts.add(new Attempt(done.job(), done.task(), done.fence()));
            }
        }
        var questions = new ArrayList<Input>();
        for (Attempt attempt : attempts) {
            if (promised.containsKey(attempt)) {
                questions.add(new Input.AskExplanation(TICKET - asked.size(), attempt.job, attempt.task));
                asked.add(attempt);
            }
        }
        return questions;
    }

    @Override
    void stepped(int planner, long at, List<Input> inputs, Plan plan) {
        for (Plan.Reply reply : plan.replies()) {
            if (isOwn(reply)
                    && reply.answer() instanceof Answer.Explained explained
                    && explained.explanation().state() == TaskState.SUCCEEDED) {
                Attempt attempt = asked.get((int) (TICKET - reply.ticket()));
                String before = promised.get(attempt);
                String after = explained.explanation().placement();
                if (!after.startsWith(before)) {
                    throw violated(attempt.job, attempt.task, "said of " + attempt + " was: " + before + "; " + after);
                }
                tally.hit(Sometimes.PLACEMENT_EXPLAINED_AFTER_FAILOVER);
            }
        }
    }
}
