package dev.sampo.planning;

import dev.sampo.dag.TaskOptions;
import dev.sampo.job.NodeId;
import dev.sampo.resource.Resources;
import dev.sampo.tenant.Tenant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Ready tasks that ask for the same: same needs, same nodes, same company, same priority, same place to run without workers. The turn is
 * that of the tenant who holds the least for its weight, and of that tenant's jobs that of the one whose deadline is
 * nearest, then of the one that holds the least, then of the one that has had the least, then of the oldest.
 */
final class Line {
    private static final int UNKNOWN = -1;
    private static final int TINY_MICROS = 1_000;
    private static final long PATIENCE_MAX = 86_400_000;
    /** Tasks may be given out of turn for as long as this altogether. */
    private static final long QUANTUM_MICROS = 10_000;

    private final Shares shares;
    final TaskOptions options;
    final int priority;
    private final Optional<NodeId> fallback;
    private final boolean isRanked;
    private final boolean hasPreference;
    /** Whether no more than so many of its tasks may be held in all. */
    final boolean isLimited;

    /** Earlier made, lower. */
    final long order;
    /** What its tasks make do with where there is no room for this, as a line in which nobody waits; null for nothing. */
    final Line otherwise;
    /** The one in which its tasks wait: this one, unless it is what others make do with. */
    final Line first;

    private final Map<JobPlan, Waiting> byJob = new HashMap<>();
    /** Of tenants with somebody here, in the order in which they came. */
    private final List<Group> groups = new ArrayList<>();

    private final Map<Tenant, Group> byTenant = new HashMap<>();

    private final List<Waiting> withAside = new ArrayList<>();

    final Openings openings = new Openings();
    final Stranding.Found strandings = new Stranding.Found();
    private long come;

    /** Kept for the next task, which has waited too long, until it has room there. */
    NodeView kept;
    /** Until when that is not to be in vain: what runs there may never end. */
    private long keptUntil;

    private long patience;
    /** Those that were given up since the next task began to wait, which are not kept again before all others were. */
    private final Set<NodeView> keptInVain = new HashSet<>();
    /** Kept for a gang, of which the next task is one. */
    Set<NodeView> keptForGang = Set.of();

    Gang gang;

    /** See {@link Lines#share}. */
    double share;

    /** Whether somebody's quota was in the way when {@link #next} was asked last. */
    private boolean hasHeldBack;

    private int users;
    private int size;
    /** How many such tasks run at once on each node, by node index; zero where none can. */
    private int[] widths = {};

    private long averageMicros = UNKNOWN;

    Line(Shares shares, TaskOptions options, int priority, Optional<NodeId> fallback, boolean isRanked, long order) {
        this(shares, options, priority, fallback, isRanked, order, null);
    }

    private Line(
            Shares shares,
            TaskOptions options,
            int priority,
            Optional<NodeId> fallback,
            boolean isRanked,
            long order,
            Line first) {
        this.shares = shares;
        this.options = options;
        this.hasPreference = !options.prefer().conditions().isEmpty();
        this.isLimited = !options.placing().atMost().isNone();
        this.priority = priority;
        this.fallback = fallback;
        this.isRanked = isRanked;
        this.order = order;
        this.first = first == null ? this : first;
        this.otherwise = options.demand().otherwise().isEmpty()
                ? null
                : new Line(
                        shares,
                        options.demand(options.demand().withoutFirst()),
                        priority,
                        fallback,
                        isRanked,
                        order,
                        this.first);
    }

    /** Where this job's tasks wait in this line, from now on used once more. */
    Waiting used(JobPlan job) {
        users++;
        return byJob.computeIfAbsent(job, waiting -> new Waiting(job, this, isRanked));
    }

    void unused(JobPlan job) {
        users--;
        Waiting gone = byJob.remove(job);
        if (gone == null) {
            return;
        }
        size -= gone.size();
        if (gone.isInLine) {
            groupOf(job.tenant).remove(gone);
        }
    }

    boolean isUnused() {
        return users == 0;
    }

    void joins(Waiting waiting) {
        if (!waiting.isInLine) {
            groupOf(waiting.job.tenant).add(waiting);
        }
    }

    private Group groupOf(Tenant tenant) {
        Group group = byTenant.get(tenant);
        if (group == null) {
            group = new Group(tenant);
            byTenant.put(tenant, group);
            groups.add(group);
        }
        return group;
    }

    /** This node is kept from now on, be it the one that was, or none. The next one for twice as long, so that none is given up too soon for ever. */
    void keeps(NodeView view, long now, long patienceFirst) {
        if (view != kept) {
            if (isKeptInVain(now)) {
                keptInVain.add(kept);
            }
            patience = kept == null || view == null ? patienceFirst : Math.min(PATIENCE_MAX, 2 * patience);
            keptUntil = now + patience;
        }
        kept = view;
    }

    /** Whether the node that is kept has had its time. */
    boolean isKeptInVain(long now) {
        return kept != null && now >= keptUntil;
    }

    boolean wasKeptInVain(NodeView view) {
        return keptInVain.contains(view);
    }

    boolean hasKeptInVain() {
        return !keptInVain.isEmpty();
    }

    /** Whether nothing but room for the next task, whosever it is, counts. */
    boolean isPlain() {
        boolean isPlain = otherwise == null && kept == null && options.placing().isNone();
        for (int i = 0; isPlain && i < groups.size(); i++) {
            isPlain = groups.get(i).tenant.quota().isNone();
        }
        return isPlain;
    }

    /** All were tried: each may be kept again; false when none was. */
    boolean triesAllAgain() {
        boolean wasAny = !keptInVain.isEmpty();
        keptInVain.clear();
        return wasAny;
    }

    /** The next task is another one, or has no need to wait. */
    void keepsNone() {
        kept = null;
        keptInVain.clear();
    }

    void hasSetAside(Waiting waiting) {
        withAside.add(waiting);
    }

    /** Those that were set aside are where they were. */
    void putBack() {
        withAside.forEach(Waiting::putBack);
        withAside.clear();
    }

    /** The job holds less than it did. */
    void moveUp(Waiting waiting) {
        if (waiting.isInLine) {
            groupOf(waiting.job.tenant).moveUp(waiting);
        }
    }

    /** What there is has changed, and so has everybody's share of it. */
    void sortAnew() {
        groups.forEach(Group::sortAnew);
    }

    /** Whose turn it is, or null when nobody waits that may hold more. */
    Waiting next() {
        Waiting next = null;
        hasHeldBack = false;
        double least = 0;
        for (int i = groups.size() - 1; i >= 0; i--) {
            Group group = groups.get(i);
            Waiting first = group.first();
            if (first == null) {
                groups.remove(i);
                byTenant.remove(group.tenant);
            } else if (!mayHold(group.tenant)) {
                group.tenant.isHeldBack();
                hasHeldBack = true;
            } else if (next == null || group.tenant.roughTurn() <= least) {
                next = first;
                least = group.tenant.roughTurn();
            }
        }
        return next;
    }

    /** Whether the tenant's quota leaves room for what its tasks need, or make do with. */
    boolean mayHold(Tenant tenant) {
        return tenant.room(needs()) > 0 || otherwise != null && otherwise.mayHold(tenant);
    }

    /**
     * How many tasks this one, whose turn it is, may give out before it is that of another one.
     *
     * @param shape what they are to hold: this line, or what its tasks make do with
     * @param elsewhere the job whose turn it is in another line; null for none
     */
    int turnsInARow(Waiting next, JobPlan elsewhere, Line shape) {
        double each = shape.each();
        Tenant tenant = next.job.tenant;
        int turns =
                elsewhere == null || elsewhere == next.job ? Integer.MAX_VALUE : turnsBefore(next.job, elsewhere, each);
        for (Group group : groups) {
            Waiting other = group.tenant == tenant ? group.second() : group.first();
            if (other != null) {
                turns = Math.min(turns, turnsBefore(next.job, other.job, each));
            }
        }
        return Math.min(Math.max(turns, quantum()), tenant.room(shape.needs()));
    }

    /** How many tasks, of such a part of all there is each, one job may be given before it is the turn of the other. */
    private static int turnsBefore(JobPlan job, JobPlan other, double each) {
        if (job.tenant != other.tenant) {
            double behind = Tenant.above(other.tenant.turn()) - job.tenant.turn();
            return turns(behind, each / job.tenant.weight());
        }
        return job.deadline() == other.deadline()
                ? turns(Tenant.above(other.holding.share()) - job.holding.share(), each)
                : Integer.MAX_VALUE;
    }

    private static int turns(double behind, double each) {
        return 1 + (int) Math.min(Integer.MAX_VALUE - 1, Math.max(0, behind / each));
    }

    /** What of all there is one such task takes. */
    double each() {
        return shares.of(needs());
    }

    private int quantum() {
        return averageMicros == UNKNOWN ? 1 : (int) Math.max(1, QUANTUM_MICROS / Math.max(1, averageMicros));
    }

    /** So many more tasks have become ready. */
    void come(int more) {
        come += more;
    }

    long tasksCome() {
        return come;
    }

    void count(int more) {
        size += more;
    }

    /** How many entries there are, out-of-date ones included. */
    int size() {
        return size;
    }

    /** How many tasks probably go before this one, if all goes on as it is; -1 when it is not in the line. */
    int ahead(JobPlan job, int task) {
        Waiting waiting = byJob.get(job);
        int before = waiting == null ? -1 : waiting.ahead(task);
        if (before < 0) {
            return -1;
        }
        double each = each();
        long ahead = before;
        for (Group group : groups) {
            for (Waiting other : group.all()) {
                ahead += other == waiting ? 0 : Math.min(other.size(), ahead(other.job, job, each, before));
            }
        }
        return (int) Math.min(Integer.MAX_VALUE - 1, ahead);
    }

    /** How many tasks the other job may be given before the turn comes to a task that is behind {@code before} of its own job. */
    private static long ahead(JobPlan other, JobPlan job, double each, int before) {
        boolean isOthersTurnFirst = other.number < job.number;
        double behind;
        if (other.tenant != job.tenant) {
            behind = (job.tenant.turn() - other.tenant.turn()) * other.tenant.weight()
                    + before * each * other.tenant.weight() / job.tenant.weight();
        } else if (other.deadline() != job.deadline()) {
            return other.deadline() < job.deadline() ? Integer.MAX_VALUE : 0;
        } else {
            behind = job.holding.share() - other.holding.share() + before * each;
        }
        return behind < 0 ? 0 : (long) (behind / each) + (isOthersTurnFirst ? 1 : 0);
    }

    Resources needs() {
        return options.needs();
    }

    /** Which of the needs that such tasks may have it goes by, from 0. */
    int choice() {
        int choice = 0;
        for (Line shape = first; shape != this; shape = shape.otherwise) {
            choice++;
        }
        return choice;
    }

    boolean hasPreference() {
        return hasPreference;
    }

    /** There may be room on this node, for this or what its tasks make do with. */
    void opens(NodeView view) {
        for (Line shape = this; shape != null; shape = shape.otherwise) {
            if (shape.width(view) > 0) {
                shape.openings.open(view.index);
            }
        }
    }

    void opensAll(NodeSet nodes) {
        for (Line shape = this; shape != null; shape = shape.otherwise) {
            shape.openings.openAll(nodes);
        }
    }

    void closes(NodeView view) {
        for (Line shape = this; shape != null; shape = shape.otherwise) {
            shape.openings.close(view.index);
        }
    }

    /** No node has room for its next task, whose turn it would be; that need not be found out again before this time. */
    void shut(long until) {
        if (otherwise == null && !hasHeldBack && kept == null && keptForGang.isEmpty()) {
            openings.shut(until);
        }
    }

    int width(NodeView view) {
        if (view.index >= widths.length) {
            int old = widths.length;
            widths = Arrays.copyOf(widths, Math.max(view.index + 8, 2 * old));
            Arrays.fill(widths, old, widths.length, UNKNOWN);
        }
        if (widths[view.index] == UNKNOWN) {
            boolean serves = view.isWorker || fallback.filter(view.id::equals).isPresent();
            boolean allowed = serves && options.where().matches(view.id.value(), view.labels);
            widths[view.index] = allowed ? widthOf(view.capacity) : 0;
        }
        return widths[view.index];
    }

    private int widthOf(Resources capacity) {
        int times = needs().timesIn(capacity);
        long gpus = needs().gpuUnits();
        return gpus == 0 ? times : Math.min(times, Gpus.timesIn(gpus, capacity.gpuUnits()));
    }

    /** Whether such a node could run its tasks, whatever they make do with. */
    boolean couldRun(NodeView view) {
        return width(view) > 0 || otherwise != null && otherwise.couldRun(view);
    }

    /** The first that the node could ever hold of this and what its tasks make do with; this if none. */
    Line heldBy(NodeView view) {
        for (Line shape = this; shape != null; shape = shape.otherwise) {
            if (shape.width(view) > 0) {
                return shape;
            }
        }
        return this;
    }

    /** What was known of how its tasks suit the node. */
    void forget(NodeView view) {
        if (otherwise != null) {
            otherwise.forget(view);
        }
        strandings.forget(view);
        if (view.index < widths.length) {
            widths[view.index] = UNKNOWN;
        }
    }

    void ran(long micros) {
        openings.reopen(); // Queues may become longer.
        averageMicros = averageMicros == UNKNOWN ? micros : averageMicros + (micros - averageMicros) / 8;
    }

    /** Whether such tasks are known to end before anybody could ask about them. */
    boolean isOfTinyTasks() {
        return first.averageMicros != UNKNOWN && first.averageMicros < TINY_MICROS;
    }

    /** How many tasks to queue behind each that runs; none until it is known how long they take. */
    int queueAhead(PlannerSettings settings) {
        return first.averageMicros == UNKNOWN
                ? 0
                : (int) Math.min(
                        settings.queueAheadMax(), settings.queueAheadMicros() / Math.max(1, first.averageMicros));
    }
}
