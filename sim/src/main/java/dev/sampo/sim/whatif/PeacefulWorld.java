package dev.sampo.sim.whatif;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.dag.Problem;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.planning.Answer;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import dev.sampo.planning.Planner;
import dev.sampo.resource.Equipment;
import dev.sampo.sim.body.Recipe;
import dev.sampo.sim.body.Stamp;
import dev.sampo.sim.time.Timeline;
import dev.sampo.worker.Action;
import dev.sampo.worker.Worker;
import dev.sampo.worker.WorkerInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * One planner and its workers where messages take no time, nothing is lost and every fact is durable at once. The core
 * counts milliseconds; one unit of the workload is a million of them, so that rounding and the core's own timers vanish.
 */
final class PeacefulWorld {
    private static final double TICKS = 1e6;
    /** So much more than a whole number is an error of floating point, and no further tick. */
    private static final double INEXACT = 1e-6;
    /** In a millisecond. */
    private static final long MICROS = 1_000;

    /** What part of the budget there is for each time that a search is for what remains. */
    private static final double AGAIN = 0.1;

    private static final int PARTITION = 0;
    private static final long TICKET = 1;
    /** Nobody looks into it here. */
    private static final byte[] ITS_JAR = {0};

    private static final JobId JOB = new JobId("what-if");

    private final Workload workload;
    private final Question question;
    private final Translation translation;
    private final Blueprint blueprint;
    private final Timeline timeline = new Timeline();
    private final Planner planner;
    private final Map<NodeId, Host> hosts = new TreeMap<>();
    private final Inbox<Input> inbox = new Inbox<>(timeline, this::step);
    private final List<ScheduleRow> rows = new ArrayList<>();
    private long plannerArmedFor = Long.MAX_VALUE;
    private JobStatus status = JobStatus.RUNNING;

    private final class Host {
        private final Workload.Node node;
        private final Worker worker;
        /** What ends in one moment is told in one report: of many, each by itself, a node keeps some back until others are seen. */
        private final Inbox<WorkerInput> inbox;

        private long armedFor = Long.MAX_VALUE;

        Host(Workload.Node node) {
            this.node = node;
            this.worker = new Worker(
                    new NodeId(node.id()),
                    1,
                    Equipment.of(Translation.capacity(node), Translation.labels(node)),
                    question.policy().workerSettings());
            this.inbox = new Inbox<>(timeline, this::step);
        }

        void receive(WorkerInput input) {
            inbox.add(input);
        }

        private void step(List<WorkerInput> inputs) {
            for (Action action : worker.step(timeline.now(), inputs)) {
                if (action instanceof Action.Run run) {
                    start(run);
                } else if (action instanceof Action.Send send) {
                    PeacefulWorld.this.receive(new Input.Reported(send.report()));
                } else if (action instanceof Action.FetchBlueprint fetch) {
                    receive(new WorkerInput.BlueprintArrived(requested(fetch.digest())));
                } else if (!(action instanceof Action.Discard || action instanceof Action.DropJar)) {
                    throw new AssertionError(action);
                }
            }
            long at = worker.wakeAt();
            if (at < armedFor || armedFor <= timeline.now()) {
                armedFor = at;
                wakeAt(at, () -> receive(new WorkerInput.Tick()));
            }
        }

        private void start(Action.Run run) {
            Workload.Task task = workload.tasks()
                    .get(Translation.position(blueprint, run.attempt().task()));
            long from = timeline.now();
            long ticks = ticks(task, node);
            timeline.after(ticks, () -> {
                rows.add(new ScheduleRow(task.id(), node.id(), from / TICKS, timeline.now() / TICKS));
                var value = Stamp.inline(run.attempt().task(), Recipe.lasting(0));
                receive(new WorkerInput.Ended(run.run(), Outcome.Succeeded.of(value), ticks * MICROS));
            });
        }
    }

    PeacefulWorld(Workload workload, Question question) {
        this.workload = workload;
        this.question = question;
        this.translation = new Translation(workload);
        this.blueprint = translation.blueprint();
        this.planner =
                Planner.begin(new Ledger(), PARTITION, 1, question.policy().settings(), known(), 1, 0);
    }

    private static long ticks(Workload.Task task, Workload.Node node) {
        return (long) Math.ceil(task.durationOn(node) * TICKS - INEXACT);
    }

    private dev.sampo.planning.Estimates known() {
        return question.estimates().areKnown() ? new Known() : dev.sampo.planning.Estimates.NONE;
    }

    /** What the planner is told: where nodes differ in speed, the mean of those that the task may run on. */
    private final class Known implements dev.sampo.planning.Estimates {

        @Override
        public long micros(Blueprint graph, int task) {
            int position = Translation.position(graph, task);
            var sought = workload.tasks().get(position);
            double truth = workload.nodes().stream()
                    .filter(node -> sought.on().isEmpty() || sought.on().contains(node.id()))
                    .mapToLong(node -> ticks(sought, node) * MICROS)
                    .average()
                    .orElse(UNKNOWN);
            return truth < 0 ? UNKNOWN : (long) (truth * question.estimates().factor(question.seed(), position));
        }

        @Override
        public Optional<LongPredicate> lookAhead(int tasks, int nodes, long pathMicros) {
            return question.policy().searches()
                    ? Optional.of(question.budget().begin(tasks))
                    : dev.sampo.planning.Estimates.super.lookAhead(tasks, nodes, pathMicros);
        }

        @Override
        public Optional<LongPredicate> lookAgain(int tasks) {
            return question.policy().searches()
                    ? Optional.of(question.budget().part(AGAIN).begin(tasks))
                    : Optional.empty();
        }
    }

    Schedule run() {
        for (Workload.Node node : workload.nodes()) {
            var id = new NodeId(node.id());
            if (hosts.put(id, new Host(node)) != null) {
                throw new InvalidWhatIf("two nodes have the id \"" + node.id() + "\"");
            }
            receive(new Input.NodeSeen(id, 1, Translation.capacity(node), Translation.labels(node)));
        }
        receive(new Input.Submit(TICKET, JOB, blueprint, JobOptions.DEFAULTS).with(ITS_JAR));
        receive(new Input.AwaitJob(TICKET + 1, JOB));
        while (!timeline.isEmpty() && !status.isFinal()) {
            timeline.next().run();
        }
        if (status != JobStatus.SUCCEEDED) {
            throw new IllegalStateException(workload.name() + " came to a standstill with " + rows.size() + " of "
                    + workload.tasks().size() + " tasks done; this is a fault of the scheduler");
        }
        double makespan = 0;
        for (ScheduleRow row : rows) {
            makespan = Math.max(makespan, row.end());
        }
        return new Schedule(workload.name(), question.policy().name(), question.estimates(), rows, makespan);
    }

    /** What comes in one moment is decided on together, after everything else of that moment has happened. */
    private void receive(Input input) {
        inbox.add(input);
    }

    private void step(List<Input> inputs) {
        Plan plan = planner.step(timeline.now(), inputs);
        if (!plan.facts().isEmpty()) {
            receive(new Input.Durable(plan.factsUpTo()));
        }
        for (Plan.Letter letter : plan.letters()) {
            hosts.get(letter.node()).receive(new WorkerInput.Ordered(letter.orders()));
        }
        for (Plan.Reply reply : plan.replies()) {
            hear(reply.answer());
        }
        if (plan.wakeAt() < plannerArmedFor || plannerArmedFor <= timeline.now()) {
            plannerArmedFor = plan.wakeAt();
            wakeAt(plannerArmedFor, () -> receive(new Input.Tick()));
        }
    }

    private void hear(Answer answer) {
        if (answer instanceof Answer.JobOver over) {
            status = over.status();
        } else if (answer instanceof Answer.Rejected rejected) {
            var problems = new StringBuilder();
            for (Problem problem : rejected.problems()) {
                problems.append("\n  ").append(translation.named(problem.toString()));
            }
            throw new InvalidWhatIf(workload.name() + " cannot run on these nodes" + problems);
        }
    }

    private void wakeAt(long at, Runnable event) {
        if (at != Long.MAX_VALUE) {
            timeline.at(at, event);
        }
    }

    private Blueprint requested(Digest digest) {
        if (!digest.equals(blueprint.digest())) {
            throw new AssertionError(digest);
        }
        return blueprint;
    }
}
