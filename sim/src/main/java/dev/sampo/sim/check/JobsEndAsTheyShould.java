package dev.sampo.sim.check;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.Fact;
import dev.sampo.job.Failure;
import dev.sampo.job.JobEvent.AloneBegun;
import dev.sampo.job.JobEvent.AttemptFailed;
import dev.sampo.job.JobEvent.AttemptVoted;
import dev.sampo.job.JobEvent.JobEnded;
import dev.sampo.job.JobEvent.NodeOutvoted;
import dev.sampo.job.JobStatus;
import dev.sampo.job.NodeId;
import dev.sampo.resilience.Retry;
import dev.sampo.resource.Equipment;
import dev.sampo.sim.body.Recipe;
import dev.sampo.worker.Action;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A job succeeds when everything in it has, fails when a task has used up the tries it was given and for the reason its
 * recipe or a fault gives, and is cancelled when somebody asked for it.
 */
final class JobsEndAsTheyShould extends Witness {
    private static final int POISONED_BY = 2;

    private final Map<String, Retry> retries = new HashMap<>();
    private final Map<String, Recipe> recipes = new HashMap<>();
    private final Map<String, Integer> starts = new HashMap<>();
    private final Set<String> allowed = new HashSet<>();
    private final Map<NodeId, Equipment> equipment = new HashMap<>();
    private final Tally tally;
    /** Or was put elsewhere; then a planner that began later may never have known what fits. */
    private boolean hasShrunk;

    JobsEndAsTheyShould(Tally tally) {
        this.tally = tally;
    }

    @Override
    void equipped(NodeId node, long incarnation, Equipment now) {
        Equipment before = equipment.put(node, now);
        hasShrunk |= before != null
                && !(before.capacity().fitsIn(now.capacity()) && before.labels().equals(now.labels()));
    }

    @Override
    void started(Start start) {
        var run = start.run();
        String key = run.attempt().job() + "/" + run.attempt().task();
        note(key, run);
        note(key + " of " + run.blueprint().name(), run);
    }

    private void note(String key, Action.Run run) {
        retries.put(key, run.blueprint().options(run.blueprintTask()).retry());
        recipes.put(key, Recipe.read(run.blueprint().payload(run.blueprintTask())));
        starts.merge(key, 1, Integer::sum);
    }

    @Override
    void writing(int partition, Fact fact, JobPicture job) {
        if (fact instanceof AloneBegun begun) {
            allowed.add(begun.job() + "/" + begun.task());
        } else if (fact instanceof AttemptFailed failed) {
            check(failed, job);
        } else if (fact instanceof JobEnded ended) {
            check(ended, job);
        } else if (fact instanceof AttemptVoted) {
            tally.hit(Sometimes.VERIFIED);
        } else if (fact instanceof NodeOutvoted) {
            tally.hit(Sometimes.OUTVOTED);
        }
    }

    private void check(AttemptFailed failed, JobPicture job) {
        // An acceptance that was lost may be followed by that of another graph under the same id.
        String anyOf = failed.job() + "/" + failed.task();
        String ofThisGraph = anyOf + " of " + job.blueprint.name();
        String key = recipes.containsKey(ofThisGraph) ? ofThisGraph : anyOf;
        Recipe recipe = recipes.get(key);
        JobPicture.Task task = job.task(failed.task());
        Failure.Kind kind = failed.failure().kind();
        boolean isGivenUp = failed.retryAt() == AttemptFailed.NO_RETRY;
        if (kind == Failure.Kind.POISON && isGivenUp) {
            if (task.deaths < POISONED_BY) {
                throw violated(failed.job(), failed.task(), failed + " after only " + task.deaths + " deaths");
            }
        } else if (kind == Failure.Kind.NO_QUORUM) {
            tally.hit(Sometimes.NO_QUORUM);
            if (task.votes < 2) {
                throw violated(failed.job(), failed.task(), failed + " after only " + task.votes + " votes");
            }
        } else if (kind == Failure.Kind.TIMED_OUT
                && allowed.contains(anyOf)
                && task.failures >= starts.getOrDefault(key, 0)) {
            // It was allowed to run alone, and its node, cut off, may not have heard so; nobody can tell.
            return;
        } else if (recipe == null) {
            throw violated(failed.job(), failed.task(), failed + ", but it never started");
        } else if (kind == Failure.Kind.THREW && failed.number() > recipe.failures() && recipe.hunger() == 0) {
            throw violated(failed.job(), failed.task(), failed + ", but " + recipe + " would not have thrown");
        } else if (kind == Failure.Kind.NEVER_FITS) {
            if (!hasShrunk) {
                throw violated(failed.job(), failed.task(), failed + ", but every node has what it ever had");
            }
        } else if (kind == Failure.Kind.NOT_RUNNABLE) {
            throw violated(failed.job(), failed.task(), failed + ", but every body here can run");
        } else if (task.failures >= starts.get(key)) {
            throw violated(failed.job(), failed.task(), failed + " is one failure more than it was started");
        } else {
            String complaint = new PolicyAsWritten(retries.get(key), recipe, tally).complaint(failed, task);
            if (complaint != null) {
                throw violated(
                        failed.job(),
                        failed.task(),
                        complaint + ": " + failed + " is failure number " + (task.failures + 1) + " under "
                                + retries.get(key));
            }
        }
    }

    private void check(JobEnded ended, JobPicture job) {
        if (ended.status() == JobStatus.CANCELLED && job.cancelledAt == JobPicture.Task.NEVER) {
            throw violated(ended.job(), Violation.NO_TASK, "it ended as cancelled, but nobody asked for that");
        }
        long failed = job.tasks.values().stream().filter(task -> task.isFailed).count();
        if (ended.status() == JobStatus.FAILED && failed == 0) {
            throw violated(ended.job(), Violation.NO_TASK, "it ended as failed, but no task of it has failed");
        }
        if (ended.status() == JobStatus.FAILED && failed <= job.failuresAllowed) {
            checkNothingCouldGoOn(ended, job);
        }
        if (ended.status() == JobStatus.SUCCEEDED) {
            for (int task = 0; task < job.blueprint.size(); task++) {
                if (job.blueprint.kind(task) == Blueprint.Kind.TASK
                        && !isDone(job.known(task))
                        && !Endings.of(job).mayBeLeftOut(task)) {
                    throw violated(ended.job(), task, "the job succeeded without it");
                }
            }
        }
    }

    /** Of those that were submitted: each has an outcome or waits for one that has no good one. */
    private void checkNothingCouldGoOn(JobEnded ended, JobPicture job) {
        tally.hit(Sometimes.WENT_ON_WITHOUT_WHAT_FAILED);
        Blueprint graph = job.blueprint;
        for (int task = 0; task < graph.size(); task++) {
            JobPicture.Task known = job.known(task);
            boolean isOver = isDone(known)
                    || known != null && known.isFailed
                    || Endings.of(job).mayBeLeftOut(task)
                    || graph.standsInFor(task) != Blueprint.NO_TASK;
            if (graph.kind(task) == Blueprint.Kind.TASK && !isOver && !waits(graph, task, job)) {
                throw violated(ended.job(), task, "the job ended as failed, but this task could have run");
            }
        }
    }

    private static boolean waits(Blueprint graph, int task, JobPicture job) {
        for (int i = 0; i < graph.inputCount(task) + graph.afterCount(task); i++) {
            int input =
                    i < graph.inputCount(task) ? graph.input(task, i) : graph.after(task, i - graph.inputCount(task));
            boolean isEach = graph.kind(input) == Blueprint.Kind.EACH;
            JobPicture.Task known = job.known(input);
            boolean isHere = known != null && known.succeededAt != JobPicture.Task.NEVER;
            if (isEach || graph.kind(input) == Blueprint.Kind.TASK && !isHere) {
                return true; // Whether an each is done is not looked into.
            }
        }
        return false;
    }

    private static boolean isDone(JobPicture.Task task) {
        return task != null && (task.succeededAt != JobPicture.Task.NEVER || task.isGrown);
    }
}
