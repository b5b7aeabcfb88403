package dev.sampo.sim.check;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.TaskOptions;
import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.link.Availability;
import dev.sampo.link.Order;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * No ready task that fits a node waits on and on while those of its job are given out that came later and are no more urgent: at
 * most until it has waited too long, measured by how long tasks run, and for some seconds then, in which a node that is kept for it
 * becomes free. Held against graphs that crowd a cluster, once there are no faults and nodes stay as they are and run nothing long.
 */
final class NobodyIsPassedForEver extends WhatRuns {
    /** A node on which something runs for so long may be kept in vain until another is tried. */
    private static final long LONG_MILLIS = 1_500;

    private static final long KEPT_MILLIS = 6_000;
    /** For so many times as long as tasks run, here half a second at most in the mean, none has waited too long. */
    private static final long ROUNDS_MILLIS = 20 * 500;

    private static final long NOT_IN_LINE = -1;

    /** What one planner knows of a job that it has accepted itself. */
    private static final class Crowd {
        private final Blueprint graph;
        private final int[] waits;
        private final long[] readySince;

        Crowd(Blueprint graph, long at) {
            this.graph = graph;
            this.waits = graph.waitCounts();
            this.readySince = new long[graph.size()];
            for (int task = 0; task < graph.size(); task++) {
                readySince[task] = waits[task] == 0 ? at : NOT_IN_LINE;
            }
        }

        void succeeded(int task, long at) {
            readySince[task] = NOT_IN_LINE;
            for (int i = 0; i < graph.successorCount(task); i++) {
                int next = graph.successor(task, i);
                if (--waits[next] == 0) {
                    readySince[next] = at;
                }
            }
        }
    }

    private static final class Known {
        private final Map<JobId, Crowd> crowds = new HashMap<>();
        private final Map<NodeId, Input.NodeSeen> nodes = new HashMap<>();
        private long lastSerial;
        private long quietSince;
    }

    private final long overdueMillis;
    private final Tally tally;
    private final Map<Integer, Known> planners = new HashMap<>();
    private long healedAt = Long.MAX_VALUE;
    /** When something that ran long was seen last. */
    private long longAt;

    NobodyIsPassedForEver(long overdueMillis, Tally tally) {
        this.overdueMillis = overdueMillis;
        this.tally = tally;
    }

    @Override
    void healed(long at) {
        healedAt = at;
    }

    @Override
    void stepped(int planner, long at, List<Input> inputs, Plan plan) {
        Known known = planners.computeIfAbsent(planner, name -> new Known());
        inputs.forEach(input -> hear(known, input, at));
        plan.facts().forEach(fact -> note(known, fact, at));
        long before = known.lastSerial;
        for (Plan.Letter letter : plan.letters()) {
            for (Order order : letter.orders().orders()) {
                if (order instanceof Order.Assign assign && assign.serial() > before) {
                    known.lastSerial = Math.max(known.lastSerial, assign.serial());
                    given(known, assign, at);
                }
            }
        }
    }

    private static void hear(Known known, Input input, long at) {
        if (input instanceof Input.NodeSeen seen) {
            known.nodes.put(seen.node(), seen);
            known.quietSince = at;
        } else if (input instanceof Input.NodeSuspected gone) {
            known.nodes.remove(gone.node());
            known.quietSince = at;
        } else if (input instanceof Input.NodeLost gone) {
            known.nodes.remove(gone.node());
            known.quietSince = at;
        } else if (input instanceof Input.Pause pause) {
            known.crowds.remove(pause.job());
        } else if (input instanceof Input.Cancel cancel) {
            known.crowds.remove(cancel.job());
        }
    }

    /** A job of which something came to nothing is followed no further: when its tasks are ready again is another story. */
    private static void note(Known known, Fact fact, long at) {
        if (fact instanceof JobEvent.JobAccepted accepted) {
            boolean isCrowd = accepted.blueprint().name().startsWith("crowded")
                    && !accepted.options().isPlanned()
                    && accepted.options().origin().isEmpty();
            if (isCrowd) {
                known.crowds.put(accepted.job(), new Crowd(accepted.blueprint(), at));
            }
        } else if (fact instanceof JobEvent.TaskSucceeded success) {
            Crowd crowd = known.crowds.get(success.job());
            if (crowd != null) {
                crowd.succeeded(success.task(), at);
            }
        } else if (fact instanceof JobEvent event) {
            known.crowds.remove(event.job());
        }
    }

    private void given(Known known, Order.Assign assign, long at) {
        Crowd crowd = known.crowds.get(assign.job());
        if (crowd == null) {
            return;
        }
        for (int task : assign.tasks()) {
            long since = crowd.readySince[task];
            crowd.readySince[task] = NOT_IN_LINE;
            tally.hit(Sometimes.GIVEN_WHEN_OVERDUE, since != NOT_IN_LINE && at - since > overdueMillis);
            if (healedAt <= at && since != NOT_IN_LINE) {
                check(known, assign.job(), crowd, task, since, at);
            }
        }
    }

    private void check(Known known, JobId job, Crowd crowd, int given, long givenSince, long at) {
        if (running.stream().anyMatch(start -> start.at() < at - LONG_MILLIS)) {
            longAt = at;
        }
        long quietSince = Math.max(Math.max(known.quietSince, healedAt), longAt);
        for (int task = 0; task < crowd.graph.size(); task++) {
            long since = crowd.readySince[task];
            TaskOptions options = crowd.graph.options(task);
            boolean isPassed = since != NOT_IN_LINE
                    && since < givenSince
                    && options.priority() >= crowd.graph.options(given).priority()
                    && at - Math.max(since, quietSince) > Math.max(overdueMillis, ROUNDS_MILLIS) + KEPT_MILLIS
                    && fitsSomewhere(known, options);
            if (isPassed) {
                throw violated(
                        job,
                        task,
                        "it is ready since " + since + ", and at " + at + " task " + given
                                + " is given out, which is ready since " + givenSince);
            }
        }
    }

    private static boolean fitsSomewhere(Known known, TaskOptions options) {
        return known.nodes.entrySet().stream().anyMatch(each -> {
            var node = each.getValue();
            return node.isWorker()
                    && node.availability() == Availability.ACTIVE
                    && options.needs().fitsIn(node.capacity())
                    && options.where().matches(each.getKey().value(), node.labels());
        });
    }
}
