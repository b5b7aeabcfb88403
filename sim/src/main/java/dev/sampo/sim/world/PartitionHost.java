package dev.sampo.sim.world;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.job.Fact;
import dev.sampo.job.JobId;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Ledger;
import dev.sampo.job.Stretch;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import dev.sampo.planning.Planner;
import dev.sampo.planning.ReplyHold;
import dev.sampo.planning.Search;
import dev.sampo.sim.check.Observer;
import dev.sampo.sim.check.Sometimes;
import dev.sampo.sim.check.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The shell around one planner, as the scheduler's actor is in production: reads the journal, begins a term, writes the
 * facts of its plans in order and one batch at a time, and holds back letters and replies until they may leave.
 */
final class PartitionHost implements Store.Writer {
    private static final int RESEND_MILLIS = 400;
    private static final int BELIEFS_CHECKED_EVERY = 40;
    private static final int SEARCH_LATE_MILLIS = 1_500;
    private static final int SEARCH_EFFORT = 500;

    private record Decided(long at, Plan.Reply reply) {}

    private final World world;
    private final Seat seat;
    private final Machine machine;
    private final long process;
    private final int name;
    private final List<Input> inbox = new ArrayList<>();
    private final List<Fact> unsent = new ArrayList<>();
    private final List<Plan.Letter> heldLetters = new ArrayList<>();
    private final List<Fact> believed = new ArrayList<>();
    private ReplyHold<Decided> replies;
    private long barriers;
    private Planner planner;
    private Plan latest = new Plan(List.of(), 0, List.of(), List.of(), List.of(), List.of(), List.of(), Plan.NEVER);
    private List<Fact> inFlight = List.of();
    private int inFlightFrom;
    private int nextPosition;
    private long lease;
    private long term;
    private long readAsked;
    private int termFactAt;
    private long durable;
    private long sends;
    private int steps;
    private long armedFor = Plan.NEVER;
    private boolean isStepDue;
    private boolean isOver;

    PartitionHost(World world, Seat seat, Machine machine, int name) {
        this.world = world;
        this.seat = seat;
        this.machine = machine;
        this.process = machine.generation();
        this.name = name;
    }

    Machine machine() {
        return machine;
    }

    boolean isAlive() {
        return !isOver && machine.isUp() && machine.generation() == process;
    }

    /** Asks the store for the lease and everything written; again after a while, because question and answer get lost. */
    void read() {
        long asked = ++readAsked;
        if (asked > 1) {
            world.tally.hit(Sometimes.RECOVERY_READ_REPEATED);
        }
        world.stores[seat.partition()].open(opened -> machine.in(process, () -> {
            if (!isOver && planner == null && asked == readAsked) {
                begin(opened);
            }
        }));
        if (!world.has(PlantedBug.RECOVERY_NOT_RETRIED)) {
            later(RESEND_MILLIS, () -> {
                if (planner == null && asked == readAsked) {
                    read();
                }
            });
        }
    }

    private void begin(Store.Opened opened) {
        boolean dropsLast =
                world.has(PlantedBug.REPLAY_DROPS_LAST) && !opened.facts().isEmpty();
        List<Fact> facts = dropsLast ? opened.facts().subList(0, opened.facts().size() - 1) : opened.facts();
        var ledger = replayed(facts);
        lease = opened.lease();
        nextPosition = facts.size();
        durable = facts.size();
        replies = new ReplyHold<>(durable);
        termFactAt = nextPosition + 1;
        believed.addAll(facts);
        term = ledger.term() + 1;
        if (world.has(PlantedBug.TERM_REUSED) && term > 1) {
            term--;
            ledger = Ledger.restore(withoutTerms(ledger.facts()), ledger.factCount());
        }
        long now = world.timeline.now();
        planner = Planner.begin(
                ledger, seat.partition(), term, world.plannerSettings, world.estimates(), world.chance.next(), now);
        planner.tells(world.weather.hasPlans, kind -> true);
        world.note(
                "term",
                seat.partition(),
                term,
                () -> this + " begins term " + term + " with " + facts.size() + " facts");
        world.observer.tookOver(seat.partition(), term, ledger);
        world.membership.introduce(this);
        step();
    }

    private Ledger replayed(List<Fact> facts) {
        var ledger = new Ledger();
        if (!world.weather.usesCheckpoints || facts.isEmpty()) {
            ledger.replay(facts, facts.size());
            return ledger;
        }
        world.tally.hit(Sometimes.RECOVERED_FROM_CHECKPOINT);
        int upTo = world.chance.below(facts.size() + 1);
        ledger.replay(facts.subList(0, upTo), upTo);
        var restored = Ledger.restore(ledger.facts(), ledger.factCount());
        int from = world.chance.below(upTo + 1);
        restored.replay(facts.subList(from, facts.size()), facts.size());
        return restored;
    }

    private static List<Fact> withoutTerms(List<Fact> facts) {
        var others = new ArrayList<Fact>();
        for (Fact fact : facts) {
            if (!(fact instanceof Fact.TermBegun)) {
                others.add(fact);
            }
        }
        return others;
    }

    /** Something happened that the planner must hear of; what comes in the same moment is taken in one step. */
    void receive(Input input) {
        machine.in(process, () -> {
            if (isOver || planner == null) {
                return;
            }
            inbox.add(input);
            if (!isStepDue) {
                isStepDue = true;
                later(world.chance.below(2), this::step);
            }
        });
    }

    /** The same, of what is no reason for a step by itself. */
    void hears(Input input) {
        machine.in(process, () -> inbox.add(input));
    }

    private void step() {
        isStepDue = false;
        if (planner == null) {
            return;
        }
        long now = world.timeline.now();
        var inputs = List.copyOf(inbox);
        inbox.clear();
        for (Input input : inputs) {
            if (input instanceof Input.Reported reported) {
                world.observer.told(seat.partition(), term, reported.report());
            }
        }
        List<Input> questions = world.observer.questions(seat.partition(), term, latest);
        questions.addAll(inputs);
        Plan plan = planner.step(now, questions);
        latest = plan;
        world.sightings.stepped(inputs, plan, planner.ledger());
        world.observer.stepped(name, now, inputs, plan);
        believed.addAll(plan.facts());
        world.observer.decided(seat.partition(), term, plan.facts());
        world.note("step", name, plan.facts().size(), () -> this + " " + inputs + " -> " + plan.facts());
        plan.replies().stream()
                .filter(reply -> !Observer.isOwn(reply))
                .forEach(reply -> replies.hold(new Decided(now, reply), plan.factsUpTo()));
        write(plan.facts());
        releaseReplies();
        heldLetters.addAll(plan.letters());
        releaseLetters();
        plan.searches().forEach(this::search);
        plan.calls().forEach(call -> world.calls.ask(this, call));
        if (++steps % BELIEFS_CHECKED_EVERY == 0) {
            world.observer.believes(seat.partition(), planner.ledger(), believed);
        }
        wakeAt(plan.wakeAt());
    }

    /** Its result comes at some time, also when nobody waits for it any more. */
    private void search(Search search) {
        later(world.plans.below(2 * (int) search.budgetMillis() + SEARCH_LATE_MILLIS), () -> {
            var found = search.run(placed -> placed < SEARCH_EFFORT);
            world.tally.hit(Sometimes.TIMETABLE_FOUND);
            receive(found);
        });
    }

    private void wakeAt(long at) {
        if (at == Plan.NEVER
                || at >= armedFor && armedFor > world.timeline.now()
                || world.has(PlantedBug.WAKE_UP_LOST)) {
            return;
        }
        armedFor = at;
        world.timeline.at(
                at,
                () -> machine.in(process, () -> {
                    if (armedFor == at) {
                        armedFor = Plan.NEVER;
                        receive(new Input.Tick());
                    }
                }));
    }

    private void write(List<Fact> facts) {
        unsent.addAll(facts);
        boolean mayOvertake = world.has(PlantedBug.UNORDERED_APPENDS);
        if (!unsent.isEmpty() && (inFlight.isEmpty() || mayOvertake)) {
            inFlight = List.copyOf(unsent);
            inFlightFrom = nextPosition;
            nextPosition += inFlight.size();
            unsent.clear();
            replies.sent(nextPosition);
            append(!mayOvertake);
        }
    }

    private void append(boolean isRepeated) {
        long send = ++sends;
        world.stores[seat.partition()].append(lease, inFlightFrom, inFlight, this);
        if (isRepeated) {
            later(RESEND_MILLIS, () -> {
                if (send == sends && !inFlight.isEmpty()) {
                    append(true);
                }
            });
        }
    }

    @Override
    public void durable(long ofLease, int facts) {
        machine.in(process, () -> {
            if (isOver || ofLease != lease || facts <= durable) {
                return;
            }
            durable = facts;
            replies.durable(facts);
            if (facts >= inFlightFrom + inFlight.size()) {
                inFlight = List.of();
                write(List.of());
            }
            releaseReplies();
            releaseLetters();
            if (!world.has(PlantedBug.DURABLE_NOT_TOLD)) {
                receive(new Input.Durable(facts));
            }
        });
    }

    @Override
    public void refused(long ofLease) {
        machine.in(process, () -> {
            if (isOver || ofLease != lease) {
                return;
            }
            if (world.has(PlantedBug.LEASE_REVIVED)) {
                world.stores[seat.partition()].open(opened -> machine.in(process, () -> {
                    lease = opened.lease();
                    inFlightFrom = opened.facts().size();
                    nextPosition = inFlightFrom + inFlight.size();
                    append(true);
                }));
            } else {
                stop("refused by the store");
            }
        });
    }

    @Override
    public void failed(long ofLease) {
        machine.in(process, () -> {
            if (!isOver && ofLease == lease) {
                stop("sync failed");
            }
        });
    }

    /** Ends this process's service of the partition; a failed write is never tried again. */
    void stop(String why) {
        isOver = true;
        world.note("stop", name, term, () -> this + " stops: " + why);
        seat.stopped(this);
    }

    private void releaseReplies() {
        if (world.has(PlantedBug.EARLY_ANSWER)) {
            replies.durable(Long.MAX_VALUE);
        }
        release();
        if (replies.asks()) {
            askBarrier();
            release();
        }
    }

    private void release() {
        for (Decided next = replies.next(); next != null; next = replies.next()) {
            Plan.Reply reply = next.reply();
            world.observer.answered(seat.partition(), next.at(), world.timeline.now(), reply.answer());
            world.note("reply", name, reply.ticket(), () -> this + " " + reply);
            if (!world.calls.carry(machine.index(), reply)) {
                world.clients.carry(machine.index(), reply);
            }
        }
    }

    /** Question and answer may get lost: then it is asked again. */
    private void askBarrier() {
        long asked = ++barriers;
        if (world.has(PlantedBug.NO_BARRIER)) {
            replies.confirmed();
            return;
        }
        world.stores[seat.partition()].highest(facts -> machine.in(process, () -> {
            if (!isOver && asked == barriers && facts <= durable) {
                barriers++;
                replies.confirmed();
                releaseReplies();
            }
        }));
        later(RESEND_MILLIS, () -> {
            if (asked == barriers) {
                replies.unanswered();
                releaseReplies();
            }
        });
    }

    private void releaseLetters() {
        if (durable < termFactAt && !world.has(PlantedBug.EARLY_LETTERS)) {
            return;
        }
        for (Plan.Letter letter : heldLetters) {
            world.observer.sent(letter);
            var orders = world.wire.carried(letter.orders());
            world.note(
                    "letter",
                    name,
                    orders.number(),
                    () -> this + " to " + letter.node() + " " + Words.of(letter.orders()));
            NodeHost node = world.node(letter.node());
            world.network.send(
                    machine.index(), node.machine().index(), () -> node.deliver(letter.incarnation(), orders));
        }
        heldLetters.clear();
    }

    private void requireJarOf(JobLedger job) {
        boolean isThere = job.blueprint()
                .jar()
                .filter(jar -> planner.ledger().jars().find(jar).isEmpty())
                .isEmpty();
        if (!isThere) {
            throw new Violation(
                    "JarsAreKeptWithTheirJobs", job.id(), 0, "the jar of " + job.id() + " is not in the ledger");
        }
    }

    /** A node asks for a blueprint it was told of; null when no job here has it any more. */
    Blueprint blueprint(Digest digest) {
        if (planner == null) {
            return null;
        }
        for (JobLedger job : planner.ledger().jobs()) {
            for (Stretch stretch : job.stretches()) {
                if (stretch.blueprint().digest().equals(digest)) {
                    requireJarOf(job);
                    return stretch.blueprint();
                }
            }
        }
        return null;
    }

    /** Whether nobody has taken the partition over since, seen from outside; the process itself may not know. */
    boolean holdsLease() {
        return world.stores[seat.partition()].isHeldBy(lease);
    }

    /** Compares what is believed with what was said once more, at the end. */
    void checkBeliefs() {
        if (planner != null) {
            world.observer.believes(seat.partition(), planner.ledger(), believed);
        }
    }

    private void later(long millis, Runnable deed) {
        world.timeline.after(
                millis,
                () -> machine.in(process, () -> {
                    if (!isOver) {
                        deed.run();
                    }
                }));
    }

    /** That of some job it knows. */
    Optional<Blueprint> someGraph(int draw) {
        List<JobLedger> jobs =
                planner == null ? List.of() : List.copyOf(planner.ledger().jobs());
        return jobs.isEmpty()
                ? Optional.empty()
                : Optional.of(jobs.get(draw % jobs.size()).blueprint());
    }

    /** Where the unfinished tasks of a job stand, for the one who asks why it does not end. */
    String unfinished(JobId id) {
        JobLedger job = planner == null ? null : planner.ledger().job(id);
        if (job == null) {
            return this + " does not know it";
        }
        var text = new StringBuilder(this + " has it " + job.status());
        for (int task = 0; task < job.size(); task++) {
            if (!job.state(task).isFinal()) {
                text.append(", ")
                        .append(task)
                        .append(' ')
                        .append(job.state(task))
                        .append(" waits for ")
                        .append(job.waiting(task));
            }
        }
        return text.toString();
    }

    int partition() {
        return seat.partition();
    }

    @Override
    public String toString() {
        return "p" + seat.partition() + "/" + name + "@m" + machine.index();
    }
}
