package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.Attempt;
import dev.sampo.job.Fact;
import dev.sampo.job.Failure;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.link.Availability;
import dev.sampo.resource.Change;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import dev.sampo.telemetry.Event;
import dev.sampo.worker.Action;
import dev.sampo.worker.WorkerInput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One partition and some nodes on a table: messages arrive at once and in order, time moves when the test says so, and
 * a started body ends when the test says so. What happened is kept as a transcript.
 */
class Rig {
    /** Nodes start nothing of their own accord. */
    static final long NEVER_BY_ITSELF = -1;

    static final JobId JOB = new JobId("job");

    final List<String> transcript = new ArrayList<>();
    final List<Fact> journal = new ArrayList<>();
    final List<Plan.Call> told = new ArrayList<>();
    /** What those who run the partition were told. */
    final List<String> news = new ArrayList<>();

    final Map<Long, Answer> answers = new LinkedHashMap<>();
    /** What those who listen were told. */
    private static final Set<Class<? extends Event>> COUNTS =
            Set.of(Event.TasksPlaced.class, Event.TasksSucceeded.class);

    final List<Event> events = new ArrayList<>();

    /** Timetables that are to be looked for and were not yet. */
    final ArrayDeque<Search> searches = new ArrayDeque<>();

    /** What the partition asked of others. */
    final List<Plan.Call> calls = new ArrayList<>();

    private final Map<NodeId, Machine> machines = new TreeMap<>();
    private final ArrayDeque<Runnable> post = new ArrayDeque<>();
    private final Map<Object, Blueprint> blueprints = new HashMap<>();
    private final PlannerSettings settings;
    private final int partition;
    private final Estimates estimates;
    private final long adoptAfterMicros;
    Planner planner;
    private long wakeAt;
    private boolean diskIsStuck;
    /** What is to be copied for a fork is gone. */
    boolean copiesFail;

    long now;
    private long tickets;
    private long incarnations;
    private boolean delivering;

    Rig() {
        this(PlannerSettings.DEFAULTS);
    }

    Rig(PlannerSettings settings) {
        this(settings, Estimates.NONE, Long.MAX_VALUE);
    }

    /** One of several. */
    Rig(PlannerSettings settings, int partition) {
        this(settings, Estimates.NONE, Long.MAX_VALUE, partition);
    }

    Rig(PlannerSettings settings, Estimates estimates, long adoptAfterMicros) {
        this(settings, estimates, adoptAfterMicros, 0);
    }

    private Rig(PlannerSettings settings, Estimates estimates, long adoptAfterMicros, int partition) {
        this.partition = partition;
        this.settings = settings;
        this.estimates = estimates;
        this.adoptAfterMicros = adoptAfterMicros;
        this.planner = Planner.begin(new Ledger(), partition, 1, settings, estimates, 42, now);
        step(new Input.Tick());
    }

    Ledger ledger() {
        return planner.ledger();
    }

    static NodeId node(String name) {
        return new NodeId(name);
    }

    Rig with(String name, Resources capacity) {
        return with(name, capacity, Map.of());
    }

    Rig with(String name, Resources capacity, Map<String, String> labels) {
        return with(name, capacity, labels, true);
    }

    /** A node that is no worker, and offers to run what is submitted from it. */
    Rig withClient(String name, Resources capacity) {
        return with(name, capacity, Map.of(), false);
    }

    private Rig with(String name, Resources capacity, Map<String, String> labels, boolean isWorker) {
        var machine = new Machine(node(name), ++incarnations, capacity, labels, isWorker, adoptAfterMicros);
        machines.put(node(name), machine);
        see(name);
        return this;
    }

    void see(String name) {
        Machine machine = machines.get(node(name));
        step(new Input.NodeSeen(
                node(name),
                machine.incarnation,
                machine.worker.equipment().capacity(),
                machine.worker.equipment().labels(),
                machine.isWorker,
                machine.worker.availability(),
                machine.worker.turn()));
    }

    /** The node takes on more or less from now on, and every partition hears of it. */
    void turn(String name, Availability to, long handOverAfter) {
        work(node(name), new WorkerInput.AvailabilityChanged(to, now + handOverAfter));
        see(name);
    }

    /** What the node has is changed, and every partition hears of it. */
    void equip(String name, Change change) {
        Equipment before = machines.get(node(name)).worker.equipment();
        work(node(name), new WorkerInput.EquipmentChanged(before.with(change)));
        see(name);
    }

    /** The items that a running task may use, by resource. */
    Map<String, List<String>> items(String name, String task) {
        return machines.get(node(name)).running.get(task).items();
    }

    /** What a running task holds. */
    Resources holds(String name, String task) {
        return machines.get(node(name)).running.get(task).needs();
    }

    boolean isDrained(String name) {
        return machines.get(node(name)).worker.isDrained();
    }

    void kill(String name) {
        Machine machine = machines.remove(node(name));
        step(new Input.NodeLost(node(name), machine.incarnation));
    }

    /** The partition thinks the node may be dead, wrongly. */
    void suspect(String name) {
        step(new Input.NodeSuspected(node(name), machines.get(node(name)).incarnation));
    }

    /** The node dies; the partition suspects it, and only the caller of the result lets it know for certain. */
    Runnable vanish(String name) {
        Machine machine = machines.remove(node(name));
        step(new Input.NodeSuspected(node(name), machine.incarnation));
        return () -> step(new Input.NodeLost(node(name), machine.incarnation));
    }

    /** The node dies and nobody is told. */
    void forget(String name) {
        machines.remove(node(name));
    }

    boolean isThere(String name) {
        return machines.containsKey(node(name));
    }

    /** From now on nothing the node says arrives, and it hears nothing. */
    void silence(String name) {
        machines.get(node(name)).silent = true;
    }

    /** What it says from now on arrives again. */
    void hear(String name) {
        machines.get(node(name)).silent = false;
    }

    /** From now until the partition's process dies no fact becomes durable. */
    void stickDisk() {
        diskIsStuck = true;
    }

    /** The partition's process dies with the last {@code unsynced} facts and another takes over. */
    void failOver(int unsynced) {
        failOver(unsynced, machines.keySet().stream().map(NodeId::value).toList());
    }

    /** The same, with nodes that greet in this order. */
    void failOver(int unsynced, List<String> order) {
        var kept = journal.subList(0, journal.size() - unsynced);
        var ledger = new Ledger();
        ledger.replay(List.copyOf(kept), kept.size());
        journal.subList(kept.size(), journal.size()).clear();
        diskIsStuck = false;
        planner = Planner.begin(ledger, partition, ledger.term() + 1, settings, estimates, 43, now);
        step(new Input.Tick());
        order.forEach(this::see);
    }

    Answer submit(Dag dag) {
        return submit(JOB, dag);
    }

    Answer submit(JobId id, Dag dag) {
        return submit(id, dag, JobOptions.DEFAULTS);
    }

    /** To run where it is submitted when no worker is there. */
    Answer submitFrom(String client, JobId id, Dag dag) {
        return submit(id, dag, JobOptions.DEFAULTS.fallback(node(client)));
    }

    /** So many of its tasks may fail for good. */
    Answer submitAllowing(int failures, Dag dag) {
        return submit(JOB, dag, JobOptions.DEFAULTS.failuresAllowed(failures));
    }

    Answer submit(JobId id, Dag dag, JobOptions options) {
        return submit(id, dag.compile(new PlainEncoder()), options);
    }

    Answer submit(JobId id, Blueprint blueprint, JobOptions options) {
        blueprints.put(blueprint.digest(), blueprint);
        return ask(ticket -> new Input.Submit(ticket, id, blueprint, options));
    }

    /** From now on somebody does, to what is told of each task, or nobody. */
    void listens(boolean anybody) {
        planner.tells(anybody, kind -> !COUNTS.contains(kind));
    }

    /** From now on somebody does who only counts tasks that are placed and that succeed. */
    void counts() {
        planner.tells(true, kind -> kind != Event.TaskPlaced.class && kind != Event.TaskSucceeded.class);
    }

    /** The first of the searches that are due ends. */
    void find() {
        step(searches.remove().run(placed -> placed < 10_000));
    }

    /** Nodes can fetch this blueprint from now on; those that asked before get it at once. */
    void knows(Blueprint blueprint) {
        blueprints.put(blueprint.digest(), blueprint);
        machines.keySet().forEach(id -> work(id, new WorkerInput.BlueprintArrived(blueprint)));
    }

    interface Question {
        Input ask(long ticket);
    }

    /** The answer so far; null while there is none. */
    Answer ask(Question question) {
        long ticket = ++tickets;
        step(question.ask(ticket));
        return answers.get(ticket);
    }

    JobSummary status() {
        return ((Answer.Status) ask(ticket -> new Input.AskStatus(ticket, JOB))).summary();
    }

    Explanation explain(int task) {
        return explain(JOB, task);
    }

    Explanation explain(JobId job, int task) {
        return ((Answer.Explained) ask(ticket -> new Input.AskExplanation(ticket, job, task))).explanation();
    }

    /** Names of the tasks whose bodies run on the node now. */
    List<String> running(String name) {
        return List.copyOf(machines.get(node(name)).running.keySet());
    }

    /** The same, in the order in which they started. */
    List<String> started(String name) {
        return machines.get(node(name)).running.entrySet().stream()
                .sorted(Comparator.comparingLong(each -> each.getValue().run()))
                .map(Map.Entry::getKey)
                .toList();
    }

    List<String> interrupted(String name) {
        return machines.get(node(name)).interrupted;
    }

    Resources free(String name) {
        return machines.get(node(name)).worker.free();
    }

    void succeed(String name, String task) {
        succeed(name, task, inline("v-" + task));
    }

    void succeed(String name, String task, Value value) {
        end(name, task, Outcome.Succeeded.of(value));
    }

    void fail(String name, String task) {
        end(name, task, new Outcome.Failed(new Failure(Failure.Kind.THREW, "E", "boom", "")));
    }

    /** It fails, and says how long to wait before the next try. */
    void ask(String name, String task, long millis) {
        end(name, task, new Outcome.Failed(new Failure(Failure.Kind.THREW, "RetryAfter", "busy", "", false, millis)));
    }

    void succeedAfter(String name, String task, long micros) {
        end(name, task, Outcome.Succeeded.of(inline("v-" + task)), micros);
    }

    void end(String name, String task, Outcome outcome) {
        end(name, task, outcome, 1_000);
    }

    void end(String name, String task, Outcome outcome, long micros) {
        Machine machine = machines.get(node(name));
        Action.Run run = machine.running.remove(task);
        if (run == null) {
            throw new AssertionError(task + " does not run on " + name + "; there run " + machine.running.keySet());
        }
        work(node(name), new WorkerInput.Ended(run.run(), outcome, micros));
    }

    /** Lets every body that starts end at once, until nothing starts any more. */
    void runAll() {
        boolean ran = true;
        while (ran) {
            ran = false;
            for (NodeId id : List.copyOf(machines.keySet())) {
                for (String task : running(id.value())) {
                    succeed(id.value(), task);
                    ran = true;
                }
            }
        }
    }

    static Value inline(String text) {
        return new Value.Inline(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), Value.NO_LIST);
    }

    static Value list(int count) {
        return new Value.Inline(new byte[] {1}, count);
    }

    void advance(long millis) {
        long until = now + millis;
        while (nextWake() <= until) {
            now = Math.max(now, nextWake());
            step(new Input.Tick());
            machines.keySet().forEach(id -> work(id, new WorkerInput.Tick()));
        }
        now = until;
    }

    private long nextWake() {
        var ofNodes = machines.values().stream().mapToLong(machine -> machine.worker.wakeAt());
        return Math.min(wakeAt, ofNodes.min().orElse(Plan.NEVER));
    }

    Attempt attempt(String name, String task) {
        return machines.get(node(name)).running.get(task).attempt();
    }

    List<Action.Argument> arguments(String name, String task) {
        return machines.get(node(name)).running.get(task).arguments();
    }

    void step(Input input) {
        Plan plan = planner.step(now, List.of(input));
        planner.news().ifPresent(news::add);
        journal.addAll(plan.facts());
        if (!plan.facts().isEmpty() && !diskIsStuck) {
            post.add(() -> step(new Input.Durable(plan.factsUpTo())));
        }
        searches.addAll(plan.searches());
        plan.calls().forEach(call -> (call.request() instanceof Input.Learned ? told : calls).add(call));
        events.addAll(plan.events());
        wakeAt = plan.wakeAt();
        plan.replies().forEach(reply -> answers.put(reply.ticket(), reply.answer()));
        for (Plan.Letter letter : plan.letters()) {
            Machine machine = machines.get(letter.node());
            if (machine != null && machine.incarnation == letter.incarnation() && !machine.silent) {
                post.add(() -> work(letter.node(), new WorkerInput.Ordered(letter.orders())));
            }
        }
        deliver();
    }

    private void deliver() {
        boolean isWithin = delivering;
        delivering = true;
        while (!isWithin && !post.isEmpty()) {
            post.poll().run();
        }
        delivering = isWithin;
    }

    void work(NodeId id, WorkerInput input) {
        Machine machine = machines.get(id);
        if (machine == null) {
            return;
        }
        for (Action action : machine.worker.step(now, List.of(input))) {
            act(id, machine, action);
        }
        deliver();
    }

    private void act(NodeId id, Machine machine, Action action) {
        if (action instanceof Action.Run run) {
            String task = nameOf(run);
            machine.running.put(task, run);
            transcript.add("start " + task + " on " + id);
        } else if (action instanceof Action.Interrupt interrupt) {
            machine.running.forEach((task, run) -> {
                if (run.run() == interrupt.run()) {
                    machine.interrupted.add(task);
                }
            });
        } else if (action instanceof Action.Abandon abandon) {
            machine.running.values().removeIf(run -> run.run() == abandon.run());
            transcript.add("abandon on " + id);
        } else if (action instanceof Action.FetchBlueprint fetch) {
            Blueprint blueprint = blueprints.get(fetch.digest());
            if (blueprint != null) {
                post.add(() -> work(id, new WorkerInput.BlueprintArrived(blueprint)));
            }
        } else if (action instanceof Action.FetchValue fetch) {
            boolean there = machines.containsKey(fetch.value().node());
            transcript.add("fetch of " + fetch.task() + " by " + id + (there ? "" : " in vain"));
            post.add(() -> work(
                    id,
                    there
                            ? new WorkerInput.ValueArrived(
                                    fetch.job(),
                                    fetch.task(),
                                    new Value.Stored(id, fetch.value().size(), 0, -1),
                                    fetch.maker())
                            : new WorkerInput.ValueUnavailable(
                                    fetch.job(), fetch.task(), fetch.value(), fetch.maker())));
        } else if (action instanceof Action.CopyValue copy) {
            transcript.add("copy of " + copy.from() + "/" + copy.fromTask() + " to " + copy.job() + "/" + copy.task()
                    + " on " + id + (copiesFail ? " in vain" : ""));
            post.add(() -> work(
                    id,
                    copiesFail
                            ? new WorkerInput.ValueUnavailable(copy.job(), copy.task(), copy.value(), copy.maker())
                            : new WorkerInput.ValueArrived(copy.job(), copy.task(), copy.value(), copy.maker())));
        } else if (action instanceof Action.Discard discard && discard.tasks().length > 0) {
            transcript.add("discard of " + Arrays.toString(discard.tasks()) + " on " + id);
        } else if (action instanceof Action.Send send) {
            if (!machine.silent) {
                post.add(() -> step(new Input.Reported(send.report())));
            }
        }
    }

    private String nameOf(Action.Run run) {
        var job = ledger().job(run.attempt().job()); // Null for one of another partition.
        return job == null
                ? run.blueprint().taskName(run.blueprintTask())
                : job.nameOf(run.attempt().task());
    }
}
