package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Placing;
import dev.sampo.dag.TaskOptions;
import dev.sampo.job.Fence;
import dev.sampo.job.JobLedger;
import dev.sampo.job.JobStatus;
import dev.sampo.job.NodeId;
import dev.sampo.job.Stretch;
import dev.sampo.job.TaskState;
import dev.sampo.link.Precedence;
import dev.sampo.resource.Resources;
import dev.sampo.tenant.Tenant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a planner knows of a job beyond its ledger: who holds which attempt. All of it can be told again by the nodes. */
final class JobPlan {
    static final int NOWHERE = -1;
    static final long NEVER = -1;

    final JobLedger ledger;
    /** Earlier accepted, lower. */
    final long number;

    final Tenant tenant;
    /** What its attempts hold. */
    final Shares.Holding holding;

    private final Shares shares;
    private final Company company;
    /** By group of those that run on one node: where the latest that is done ran. */
    final Map<Company.Group, NodeId> homes = new HashMap<>(2);
    /** Where tasks that others are to be near ran in earlier terms. */
    final Map<Integer, NodeId> ranOn = new HashMap<>(2);

    private final Map<Blueprint, Map<String, Integer>> named = new IdentityHashMap<>(2);
    private final Map<Blueprint, Map<String, int[]>> gangs = new IdentityHashMap<>(2);
    /** False from a restart until the nodes had time to say what they hold; nothing is placed meanwhile. */
    boolean settled;

    int assigned;
    final NodeWaits waits = new NodeWaits();
    /** Index of the node that holds the current attempt, or that made the value. */
    private int[] node = {};
    /** The current attempt's packed fence; 0 when there is none. */
    private long[] fence = {};
    /** When the latest attempt was given out, in milliseconds since the job was accepted; -1 when that was in no time of this term. */
    private int[] givenAfter = {};

    /** What current attempts hold, where it is not the first that their options state. */
    private final Map<Integer, Resources> particular = new HashMap<>();

    /** For tasks run again because their value was lost: the last fence given out before the new value came. */
    private final Map<Integer, Long> remadeAfter = new HashMap<>();

    /** How many lost processes each task may have run on of which it is not known whether they died. */
    private final Map<Integer, Integer> doubts = new HashMap<>();

    private final Set<Integer> awaitingProof = new HashSet<>();
    private final Set<Integer> heldBack = new HashSet<>();
    private boolean hasHeldBack;
    /** Not to be given out for a moment, although ready. */
    private final Set<Integer> heldOff = new HashSet<>();

    /** Large values whose nodes were told to drop them. */
    private final BitSet freed = new BitSet();

    /** Values of the job it is a fork of that nodes have yet to copy; nothing is given out meanwhile. */
    final Set<Integer> copies = new LinkedHashSet<>();

    /** Where some of its tasks are in line. */
    final Set<Waiting> inLine = new LinkedHashSet<>();

    private final Map<Blueprint, Waiting[]> lines = new IdentityHashMap<>();
    /** Where tasks wait that do not ask for what is stated, by what they ask for. */
    private final Map<TaskOptions, Waiting> late = new LinkedHashMap<>();

    final TogetherLines together = new TogetherLines();
    /** By task of the blueprint; see {@link Foresight}. */
    final Map<Blueprint, long[]> ranks = new IdentityHashMap<>(2);
    /** What it is kept to; null when there is nothing, or no more. */
    Course course;
    /** Null unless a timetable was looked for. */
    Prospect prospect;
    /** Why a job that was to be planned is not, for people. */
    String notPlanned = "";
    /** It has waited for a timetable before anything ran, which happens once. */
    boolean hasWaited;

    /** Numbers that were there when this term began: what earlier terms say of others is about something else. */
    private final int sizeBefore;
    /** Numbers below this one will mean the same after any crash; only they may be spoken of to nodes. */
    private int sizeDurable;

    private int stretchesDurable;
    private int stretchesRecorded;
    /** An each became no tasks at all, which no number shows: nothing is placed until that is durable. */
    private boolean awaitsEmpty;

    JobPlan(JobLedger ledger, boolean settled, long number, Shares shares, Company company) {
        this.ledger = ledger;
        this.number = number;
        this.shares = shares;
        this.company = company;
        this.tenant = shares.join(ledger.options().tenant());
        this.holding = shares.holding();
        this.sizeBefore = settled ? 0 : ledger.size();
        this.sizeDurable = settled ? ledger.blueprint().size() : ledger.size();
        this.stretchesDurable = settled ? 1 : ledger.stretches().size();
        this.stretchesRecorded = stretchesDurable;
        this.settled = settled;
        grow();
    }

    boolean isFreed(int task) {
        return freed.get(task);
    }

    void freed(int task) {
        freed.set(task);
    }

    void madeAgain(int task) {
        freed.clear(task);
    }

    /** Whether nodes keep values that clients may still ask for. */
    boolean hasStoredValues() {
        for (int task = 0; task < ledger.size(); task++) {
            if (!freed.get(task) && ledger.state(task) == TaskState.SUCCEEDED && ledger.isStored(task)) {
                return true;
            }
        }
        return false;
    }

    /** Follows the ledger when events added tasks. */
    void grow() {
        int wanted = ledger.size();
        if (course != null && course.size() < wanted) {
            course = null;
        }
        if (wanted > node.length) {
            int old = node.length;
            int larger = old == 0 ? wanted : Math.max(wanted, old + (old >> 1));
            node = Arrays.copyOf(node, larger);
            Arrays.fill(node, old, larger, NOWHERE);
            fence = Arrays.copyOf(fence, larger);
            givenAfter = Arrays.copyOf(givenAfter, larger);
            Arrays.fill(givenAfter, old, larger, -1);
        }
    }

    boolean isDispatchable(int task) {
        return fence[task] == 0
                && settled
                && copies.isEmpty()
                && task < sizeDurable
                && !awaitsEmpty
                && !(hasHeldBack && heldBack.contains(task))
                && !(!heldOff.isEmpty() && heldOff.contains(task))
                && !(!awaitingProof.isEmpty() && awaitingProof.contains(task))
                && ledger.status() == JobStatus.RUNNING
                && ledger.state(task) == TaskState.READY;
    }

    boolean isFromEarlierTerm() {
        return sizeBefore > 0;
    }

    boolean wasThereBefore(int task) {
        return task < sizeBefore;
    }

    /** Whether there are stretches of which the journal has yet to hear. */
    boolean hasNewNumbers() {
        boolean hasNew = false;
        for (; stretchesRecorded < ledger.stretches().size(); stretchesRecorded++) {
            hasNew = true;
            awaitsEmpty |= ledger.stretches().get(stretchesRecorded).count() == 0;
        }
        return hasNew;
    }

    /** Elements that a fork has inherited are done before nodes have heard of them: nothing is placed until they have. */
    void awaitNumbers() {
        awaitsEmpty |= stretchesDurable < stretchesRecorded;
    }

    int stretchesDurable() {
        return stretchesDurable;
    }

    boolean awaitsEmpty() {
        return awaitsEmpty;
    }

    int sizeDurable() {
        return sizeDurable;
    }

    void durable(int size, int stretches) {
        sizeDurable = size;
        stretchesDurable = stretches;
        awaitsEmpty &= stretches < stretchesRecorded;
    }

    boolean isAssigned(int task) {
        return fence[task] != 0;
    }

    boolean isAssigned(int task, NodeView view, Fence attempt) {
        return fence[task] == attempt.packed() && node[task] == view.index;
    }

    Fence fence(int task) {
        return Fence.unpacked(fence[task]);
    }

    /** When the latest attempt was given out; {@link #NEVER} if that was not in this term. */
    long givenAt(int task) {
        return givenAfter[task] < 0 ? NEVER : ledger.acceptedAt() + givenAfter[task];
    }

    /** Its attempt was given out in an earlier term. */
    void givenEarlier(int task) {
        givenAfter[task] = -1;
    }

    int node(int task) {
        return node[task];
    }

    /** @param other what it holds if that is not the first that its options state */
    void assign(int task, NodeView view, Fence attempt, Optional<Resources> other) {
        node[task] = view.index;
        fence[task] = attempt.packed();
        givenAfter[task] = (int) Math.min(Integer.MAX_VALUE, Math.max(0, shares.now() - ledger.acceptedAt()));
        assigned++;
        if (course != null) {
            course.given(task);
        }
        other.ifPresent(needs -> particular.put(task, needs));
        hold(task, view, held(task));
    }

    /** An attempt at the task takes this from the node; there may be another that does elsewhere. */
    void hold(int task, NodeView view, Resources needs) {
        view.hold(this, task, needs);
        shares.hold(this, needs);
        if (options(task).placing() != Placing.NONE) {
            company.joins(this, task, view);
        }
    }

    void letGo(int task, NodeView view, Resources needs) {
        view.letGo(this, task, needs);
        shares.letGo(this, needs);
        if (options(task).placing() != Placing.NONE) {
            company.leaves(this, task, view);
        }
    }

    /** An attempt that holds what it needs already is the current one from now on. */
    void goesOnWith(int task, NodeView view, Fence attempt, Resources needs) {
        node[task] = view.index;
        fence[task] = attempt.packed();
        assigned++;
        particular(task, needs).ifPresent(other -> particular.put(task, other));
    }

    /** Ends the current attempt's hold; the node is remembered as the value's maker. */
    void release(int task, NodeView view) {
        fence[task] = 0;
        assigned--;
        waits.over(task, shares.now());
        Resources needs = held(task);
        particular.remove(task);
        letGo(task, view, needs);
    }

    /** What the current attempt holds. */
    Resources held(int task) {
        Resources known = particular.isEmpty() ? null : particular.get(task);
        return known == null ? options(task).needs() : known;
    }

    /** These needs, if they are others than the first that the task's options state. */
    Optional<Resources> particular(int task, Resources needs) {
        Resources stated = options(task).needs();
        return needs == stated || needs.equals(stated) ? Optional.empty() : Optional.of(needs);
    }

    void forgetNode(int task) {
        node[task] = NOWHERE;
    }

    /** What was made on others is known to be gone, or to be elsewhere by now. */
    void forgetAllNodesBut(NodeSet present) {
        for (int task = 0; task < node.length; task++) {
            node[task] = node[task] >= 0 && !present.contains(node[task]) ? NOWHERE : node[task];
        }
    }

    /**
     * A success is recorded: this node has the value, whoever had been given the task last, and attempts fenced up to
     * {@code lastFence} may still know an earlier one.
     */
    void made(int task, NodeView view, Fence lastFence) {
        node[task] = view.index;
        remadeAfter.computeIfPresent(task, (known, fence) -> lastFence.packed());
    }

    /** The task may be run again once it is durable that its value is lost. */
    void holdBack(int task) {
        heldBack.add(task);
        hasHeldBack = true;
    }

    void release(int task) {
        heldBack.remove(task);
        hasHeldBack = !heldBack.isEmpty();
    }

    void holdOff(int task, boolean isHeldOff) {
        if (isHeldOff) {
            heldOff.add(task);
        } else {
            heldOff.remove(task);
        }
    }

    /** One more or one less of the deaths under the task is unproven; with {@code deathsMax} of both it must wait for proof. */
    void doubt(int task, int more, int deathsMax) {
        int unproven = doubts.merge(task, more, Integer::sum);
        if (unproven > 0 && unproven + ledger.deaths().under(task) >= deathsMax) {
            awaitingProof.add(task);
        } else {
            awaitingProof.remove(task);
        }
        doubts.remove(task, 0);
    }

    boolean isAwaitingProof(int task) {
        return awaitingProof.contains(task);
    }

    /** One more death under it, and it is poison: it runs where nothing else runs, so that no other can be to blame. */
    boolean runsAlone(int task, int deathsMax) {
        boolean hasLost = ledger.losses(task) > 0 || ledger.copies().of(task) != null;
        if (!hasLost || !options(task).placing().gang().isEmpty()) {
            return false; // A gang is never alone.
        }
        int deaths = ledger.deaths().under(task) + doubts.getOrDefault(task, 0);
        return deaths > 0 && deaths >= deathsMax - 1;
    }

    /** Its value is kept by another node from now on; attempts fenced up to {@code lastFence} may look for it elsewhere. */
    void moved(int task, NodeView to, Fence lastFence) {
        node[task] = to.index;
        remadeAfter.put(task, lastFence.packed());
        remadeAfter.put(ledger.madeBy(task), lastFence.packed());
    }

    void valueLost(int task) {
        forgetNode(task);
        remadeAfter.put(task, 0L);
    }

    /** Whether this attempt may be speaking of an earlier value of the task than the present one. */
    boolean knewEarlierValue(Fence attempt, int task) {
        return attempt.packed() <= remadeAfter.getOrDefault(task, 0L);
    }

    TaskOptions options(int task) {
        return ledger.stretchOf(task).options(task);
    }

    /** The try this is, for people: failures, losses and votes so far, and one. */
    int nextNumber(int task) {
        return Math.min(
                255,
                ledger.failures(task) + ledger.losses(task) + ledger.votes().count(task) + 1);
    }

    /** The number of the task of this name within its graph, or -1. */
    int taskNamed(Blueprint graph, String name) {
        return named.computeIfAbsent(graph, first -> new HashMap<>()).computeIfAbsent(name, graph::taskNamed);
    }

    /** The tasks of a graph that start together. */
    int[] gang(Blueprint graph, String name) {
        return gangs.computeIfAbsent(graph, JobPlan::gangsOf).getOrDefault(name, new int[0]);
    }

    private static Map<String, int[]> gangsOf(Blueprint graph) {
        Map<String, IntList> members = new HashMap<>();
        for (int task = 0; task < graph.size(); task++) {
            String gang = graph.options(task).placing().gang();
            if (!gang.isEmpty()) {
                members.computeIfAbsent(gang, first -> new IntList()).add(task);
            }
        }
        Map<String, int[]> all = new HashMap<>();
        members.forEach((gang, tasks) -> all.put(gang, tasks.take()));
        return all;
    }

    Waiting[] waitingOf(Blueprint blueprint, Lines all) {
        Waiting[] known = lines.get(blueprint);
        if (known == null) {
            known = blueprint.distinctOptions().stream()
                    .map(options -> all.join(this, options))
                    .toArray(Waiting[]::new);
            lines.put(blueprint, known);
            if (ledger.status().isFinal()) {
                leave(known); // Somebody asks about it; nothing of it will wait.
            }
        }
        return known;
    }

    /** Where this task waits when it is ready. */
    Waiting waitingOf(int task, Lines all) {
        Stretch stretch = ledger.stretchOf(task);
        Blueprint graph = stretch.blueprint();
        int local = stretch.blueprintTask(task);
        return graph.options(local).isFixed()
                ? waitingOf(graph, all)[graph.optionIndex(local)]
                : waitingLate(all.wishes().of(ledger, task), all);
    }

    private Waiting waitingLate(TaskOptions wishes, Lines all) {
        Waiting known = late.get(wishes);
        if (known == null) {
            known = all.joinLate(this, wishes);
            late.put(wishes, known);
            together.joins(known);
            if (ledger.status().isFinal()) {
                leave(known);
            }
        }
        return known;
    }

    /** Where tasks wait that may ask for something else by now. */
    List<Waiting> late() {
        return List.copyOf(late.values());
    }

    Line lineOf(int task, Lines all) {
        return waitingOf(task, all).line();
    }

    /** It holds less than it did. */
    void moveUp() {
        inLine.forEach(waiting -> waiting.line().moveUp(waiting));
    }

    /** Nothing of it waits for its turn any more. */
    void clearLines() {
        lines.values().forEach(places -> Arrays.stream(places).forEach(Waiting::clear));
        late.values().forEach(Waiting::clear);
    }

    void leaveLines() {
        lines.values().forEach(this::leave);
        late.values().forEach(this::leave);
    }

    private void leave(Waiting... places) {
        for (Waiting waiting : places) {
            waiting.line().unused(this);
        }
    }

    Precedence precedence() {
        return new Precedence(
                ledger.options().priority(),
                tenant.name(),
                tenant.effectiveWeight(),
                !tenant.quota().isNone());
    }

    /** When it is wanted. */
    long deadline() {
        return ledger.options().deadline();
    }
}
