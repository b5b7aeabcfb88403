package dev.sampo.dag;

import dev.sampo.resilience.Retry;
import dev.sampo.resilience.Verification;
import dev.sampo.resource.Demand;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The options every task of a {@link Dag} has, said fluently; each returns the handle it was said to. An option said to a
 * task replaces the Dag's default for it.
 */
public abstract sealed class AnyHandle<H extends AnyHandle<H>> permits Handle, Each {
    final Draft draft;

    AnyHandle(Draft draft) {
        this.draft = draft;
    }

    abstract H self();

    /** How whoever waits for it needs it. */
    Need needed() {
        return Need.VALUE;
    }

    /** The task's name: the same in every run of the program that builds the Dag. */
    public String name() {
        return draft.name;
    }

    /** What it holds of its node while it runs; this, and nothing else unless {@link #orNeeds} follows. */
    public H needs(Resources resources) {
        Objects.requireNonNull(resources, () -> "needs of \"" + name() + "\" is null");
        draft.wish(options -> options.needs(resources));
        return self();
    }

    /**
     * What it makes do with where nothing has room at once for what it needs otherwise, the best said first. The body learns
     * from {@link TaskContext#needs} what it has.
     */
    public H orNeeds(Resources resources) {
        Objects.requireNonNull(resources, () -> "orNeeds of \"" + name() + "\" is null");
        draft.wish(options -> options.demand(options.demand().orNeeds(resources)));
        return self();
    }

    /**
     * So many bytes of memory more than it needs otherwise for every byte of all its inputs, as they are encoded; for an
     * {@code each}, of its element. Rounded up by an eighth at most.
     */
    public H memoryPerInputByte(double bytes) {
        draft.wish(options -> options.demand(options.demand().memoryPerInputByte(bytes)));
        return self();
    }

    /** Only these nodes will do. */
    public H where(Selector nodes) {
        Objects.requireNonNull(nodes, () -> "where of \"" + name() + "\" is null");
        draft.wish(options -> options.where(nodes));
        return self();
    }

    /** These nodes first when there is a choice; never a reason to wait. */
    public H prefer(Selector nodes) {
        Objects.requireNonNull(nodes, () -> "prefer of \"" + name() + "\" is null");
        draft.wish(options -> options.prefer(nodes));
        return self();
    }

    /**
     * Nodes with a value of this label that the fewest others of its kind run with, as a zone: an {@code each} is spread
     * among its elements, a task among those of its name but for a number at the end. Never a reason to wait.
     */
    public H spread(String label) {
        return spread(label, draft.kind());
    }

    /** The same among all tasks of the Dag that name this group. */
    public H spread(String label, String group) {
        checkNamed("spread", label, group);
        draft.wish(options -> options.placing(options.placing().spread(label, group)));
        return self();
    }

    /**
     * Never two at once of its kind where nodes have the same value of this label, as a rack; a node without the label
     * counts by itself. {@link Placing#NODE} is the label of which each node has its own value.
     */
    public H apart(String label) {
        return apart(label, draft.kind());
    }

    /** The same among all tasks of the Dag that name this group. */
    public H apart(String label, String group) {
        checkNamed("apart", label, group);
        draft.wish(options -> options.placing(options.placing().apart(label, group)));
        return self();
    }

    /** Rather on the node where this task ran, or runs; never a reason to wait. */
    public H near(Handle<?> task) {
        Objects.requireNonNull(task, () -> "near of \"" + name() + "\" is null");
        draft.dag
                .belonging(name(), List.of(task))
                .forEach(known ->
                        draft.wish(options -> options.placing(options.placing().near(known.name()))));
        return self();
    }

    /** On one node with this task, whichever of them comes first: one group of two, or of more where either is in one. */
    public H with(AnyHandle<?> other) {
        Objects.requireNonNull(other, () -> "with of \"" + name() + "\" is null");
        if (!draft.dag.belonging(name(), List.of(other)).isEmpty()) {
            draft.dag.join(other.draft, draft);
        }
        return self();
    }

    /** All tasks of the Dag that name this group run on one node, which the first of them chooses. */
    public H together(String group) {
        checkNamed("together", "", group);
        draft.join(group);
        return self();
    }

    /**
     * All tasks of the Dag that name this gang, and all elements of an {@code each}, start together or not at all. Where one of
     * them has to run again, all that have not ended do.
     */
    public H gang(String name) {
        checkNamed("gang", "", name);
        draft.wish(options -> options.placing(options.placing().gang(name)));
        return self();
    }

    /** So many of its kind at once on each node, those of other jobs of the same Dag included. */
    public H atMostPerNode(int most) {
        String key = draft.kindInAll();
        draft.wish(options -> options.placing(options.placing().perNode(key, most)));
        return self();
    }

    /** So many of its kind at once in all, those of other jobs of the same Dag included. */
    public H atMost(int most) {
        return atMost(draft.kindInAll(), most);
    }

    /** So many at once of all tasks, of whatever Dag, that name this key. */
    public H atMost(String key, int most) {
        checkNamed("atMost", "", key);
        draft.wish(options -> options.placing(options.placing().atMost(key, most)));
        return self();
    }

    private void checkNamed(String option, String label, String name) {
        Objects.requireNonNull(label, () -> "the label of " + option + " of \"" + name() + "\" is null");
        Objects.requireNonNull(name, () -> "the name given to " + option + " of \"" + name() + "\" is null");
        if (name.isBlank()) {
            draft.dag.found(Problem.Kind.BAD_NAME, name(), option + " is given a blank name");
        }
    }

    /** Waits for a permit of a limit that {@code sampo.limits} declares, before each attempt. */
    public H limit(String name) {
        return limit(name, "", 1);
    }

    /** The same for one of many, such as {@link LimitKey#TENANT}: each key has its own permits. */
    public H limit(String name, String key) {
        return limit(name, key, 1);
    }

    /**
     * The same for so many permits at once. Only nodes that declare the limit run the task. While it waits it holds what it
     * {@link #needs}, and its {@link #timeout} runs.
     */
    public H limit(String name, String key, long permits) {
        Objects.requireNonNull(name, () -> "the limit of \"" + name() + "\" is null");
        Objects.requireNonNull(key, () -> "the key of the limit of \"" + name() + "\" is null");
        draft.wish(options -> options.limit(new Taking(name, key, permits)));
        return self();
    }

    /** What happens when it throws or runs past its timeout; without a policy its job fails at once. */
    public H retry(Retry policy) {
        Objects.requireNonNull(policy, () -> "retry of \"" + name() + "\" is null");
        draft.wish(options -> options.retry(policy));
        return self();
    }

    /**
     * Has it run on different nodes, one after the other, until {@code quorum} of them made the same of it; it fails when of
     * {@code copies} nodes fewer agree. A node that made something else is trusted less from then on. The body must make
     * the same bytes of the same inputs wherever it runs.
     */
    public H verify(int copies, int quorum) {
        draft.wish(options -> options.verification(new Verification(copies, quorum)));
        return self();
    }

    /** How long one attempt may run. */
    public H timeout(Duration limit) {
        Objects.requireNonNull(limit, () -> "timeout of \"" + name() + "\" is null");
        if (OptionRules.isTimeout(limit)) {
            draft.wish(options -> options.timeout(limit));
        } else {
            draft.dag.found(Problem.Kind.BAD_AMOUNT, name(), OptionRules.timeoutComplaint(limit));
        }
        return self();
    }

    /**
     * How long it is likely to run, for an {@code each} one element. Only the order in which tasks start depends on it. Where it
     * is not said, it is learned from the runs before.
     */
    public H expected(Duration duration) {
        Objects.requireNonNull(duration, () -> "expected of \"" + name() + "\" is null");
        draft.expect(duration);
        return self();
    }

    /**
     * Takes no slot of its own: runs as soon as its last input is there, on the node and the thread that made it where all
     * inputs come from one node. For small steps of glue; one that works for long starves nobody but is counted nowhere.
     */
    public H inline() {
        draft.wish(options -> options.demand(Demand.of(Resources.NONE)));
        return self();
    }

    /** Higher goes first among what is ready. */
    public H priority(int rank) {
        draft.wish(options -> options.priority(rank));
        return self();
    }

    /** Keeps the value for clients after the last task that needed it. */
    public H keep() {
        draft.wish(TaskOptions::keeping);
        return self();
    }

    /**
     * Runs the body in a JVM of its own beside the node's, whose heap is the memory that the task {@link #needs}: should it
     * need more, exit or crash, that ends this attempt and nothing else. It shares no static state with other tasks of the
     * node, but may with those that ran in the same JVM before.
     */
    public H inOwnJvm() {
        draft.wish(TaskOptions::inOwnJvm);
        return self();
    }

    /**
     * When an attempt runs longer than 95 of 100 of its kind did, and a node has room that nobody who is ready could use, a
     * second attempt begins there. The first that succeeds counts, and the other is interrupted. So the body may run twice at
     * the same time: say this only of one that may, because it changes nothing outside or the same however often.
     */
    public H copyWhenSlow() {
        draft.wish(TaskOptions::copyingWhenSlow);
        return self();
    }

    /**
     * Starts only after these have succeeded, without getting their values; after one taken as {@code optional()} also when
     * that has failed for good or was skipped.
     */
    public H after(AnyHandle<?>... earlier) {
        Objects.requireNonNull(earlier, () -> "after of \"" + name() + "\" is null");
        draft.after(draft.dag.belonging(name(), Arrays.asList(earlier)));
        return self();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + name() + "]";
    }
}
