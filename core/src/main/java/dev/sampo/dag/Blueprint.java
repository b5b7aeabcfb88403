package dev.sampo.dag;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A Dag compiled to dense arrays: what nodes and schedulers know a graph by. It travels once per node, named by its
 * digest; afterwards messages carry task numbers. Valid by construction: {@link Compiler} and {@link BlueprintFormat}
 * are the only makers and both refuse cycles, dangling inputs and numbers out of range.
 *
 * <p>Tasks are numbered so that every input has a lower number than its reader. Edges are kept in compressed rows: the
 * inputs of task {@code t} are {@code inputs[inputRows[t]] .. inputs[inputRows[t + 1]]}.
 */
public final class Blueprint {

    /** What a task number stands for. */
    public enum Kind {
        /** Runs its body once. */
        TASK,
        /** Runs its body once per element of its first input; its own value is the list of theirs. */
        EACH,
        /** Has its value from the start. */
        CONSTANT
    }

    /** Bounds on what is compiled and on what is read. */
    static final int TASKS_MAX = 1_000_000;

    static final int BYTES_MAX = 64 << 20;

    public static final int NO_TASK = Lenience.NONE;

    final String name;
    final List<String> allowed;
    private final Optional<Digest> jar;
    final Names names;
    final byte[] kinds;
    final int[] inputRows;
    final int[] inputs;
    final int[] afterRows;
    final int[] afters;
    final int[] successorRows;
    final int[] successors;
    /** Null where all are needed. */
    private final Need[] successorNeeds;

    final int[] optionIndex;
    final List<TaskOptions> options;
    final int[] payloadIndex;
    final List<Payload> payloads;
    final Expectations expectations;
    final Lenience lenience;
    private byte[] bytes;
    private Digest digest;

    Blueprint(
            String name,
            List<String> allowed,
            Optional<Digest> jar,
            Names names,
            byte[] kinds,
            int[] inputRows,
            int[] inputs,
            int[] afterRows,
            int[] afters,
            int[] optionIndex,
            List<TaskOptions> options,
            int[] payloadIndex,
            List<Payload> payloads,
            Expectations expectations,
            Lenience lenience) {
        this.name = name;
        this.allowed = List.copyOf(allowed);
        this.jar = jar;
        this.names = names;
        this.kinds = kinds;
        this.inputRows = inputRows;
        this.inputs = inputs;
        this.afterRows = afterRows;
        this.afters = afters;
        this.optionIndex = optionIndex;
        this.options = List.copyOf(options);
        this.payloadIndex = payloadIndex;
        this.payloads = List.copyOf(payloads);
        this.expectations = expectations;
        this.lenience = lenience;
        var reversed = Rows.reverse(kinds.length, inputRows, inputs, afterRows, afters);
        this.successorRows = reversed.rows();
        this.successors = reversed.targets();
        this.successorNeeds = lenience.hasOnlyNeeds() ? null : successorNeeds();
    }

    /** Throws {@link MalformedBlueprint} for anything that {@link #bytes()} would not yield. */
    public static Blueprint read(byte[] bytes) {
        var blueprint = BlueprintFormat.read(bytes);
        blueprint.bytes = bytes.clone();
        return blueprint;
    }

    public String name() {
        return name;
    }

    /** Classes, and packages (these end in a dot), whose instances nodes may decode for this blueprint; sorted. */
    public List<String> allowed() {
        return allowed;
    }

    /** The jar that the classes of its bodies and values are in; empty where every node has them. */
    public Optional<Digest> jar() {
        return jar;
    }

    public int size() {
        return kinds.length;
    }

    public String taskName(int task) {
        return names.get(task);
    }

    /** The number of the task with this name, or -1; looks at every name, so not for hot paths. */
    public int taskNamed(String wanted) {
        return names.find(wanted);
    }

    public Kind kind(int task) {
        return KINDS[kinds[task]];
    }

    public int inputCount(int task) {
        return inputRows[task + 1] - inputRows[task];
    }

    /** The task whose value is input {@code position} of {@code task}, in the order of the body's arguments. */
    public int input(int task, int position) {
        return inputs[inputRows[task] + position];
    }

    public int afterCount(int task) {
        return afterRows[task + 1] - afterRows[task];
    }

    public int after(int task, int position) {
        return afters[afterRows[task] + position];
    }

    /** Tasks that wait for this one, each named once however many edges lead to it, in rising order. */
    public int successorCount(int task) {
        return successorRows[task + 1] - successorRows[task];
    }

    public int successor(int task, int position) {
        return successors[successorRows[task] + position];
    }

    /** How many distinct tasks a task waits for; one that stands in for another waits for that to fail, too. */
    public int[] waitCounts() {
        int[] counts = new int[size()];
        for (int successor : successors) {
            counts[successor]++;
        }
        for (int task = 0; hasStandIns() && task < counts.length; task++) {
            counts[task] += standsInFor(task) == NO_TASK ? 0 : 1;
        }
        return counts;
    }

    /** How the task needs its input {@code position}. */
    public Need need(int task, int position) {
        return lenience.input(inputRows[task] + position);
    }

    /** How it needs that the task it comes after has succeeded. */
    public Need afterNeed(int task, int position) {
        return lenience.after(afterRows[task] + position);
    }

    /** How the successor at this position needs this task, if it waits for it more than once: the strictest counts. */
    public Need successorNeed(int task, int position) {
        return successorNeeds == null ? Need.VALUE : successorNeeds[successorRows[task] + position];
    }

    private Need[] successorNeeds() {
        Need[] needs = new Need[successors.length];
        int[] next = Arrays.copyOf(successorRows, size());
        for (int task = 0; task < size(); task++) {
            for (int i = 0; i < inputCount(task); i++) {
                note(task, input(task, i), need(task, i), next, needs);
            }
            for (int i = 0; i < afterCount(task); i++) {
                note(task, after(task, i), afterNeed(task, i), next, needs);
            }
        }
        return needs;
    }

    /** Successors are in rising order, so that the latest one noted is this task if it was before. */
    private void note(int task, int source, Need need, int[] next, Need[] needs) {
        int last = next[source] - 1;
        if (last >= successorRows[source] && successors[last] == task) {
            needs[last] = stricter(needs[last], need);
        } else {
            needs[next[source]++] = need;
        }
    }

    private static Need stricter(Need one, Need other) {
        if (one == Need.VALUE || other == Need.VALUE) {
            return Need.VALUE;
        }
        return one == Need.OPTIONAL ? other : one;
    }

    /** Whether tasks of this graph make the values of others in their stead. */
    public boolean hasStandIns() {
        return lenience.hasStandIns();
    }

    /** The task, or constant, whose value becomes this one's when it has failed for good or was skipped; {@link #NO_TASK} for none. */
    public int standIn(int task) {
        return lenience.standIn(task);
    }

    /** The task that this one runs in place of, and not otherwise; {@link #NO_TASK} for one that runs in any case. */
    public int standsInFor(int task) {
        return kind(task) == Kind.CONSTANT ? NO_TASK : lenience.main(task);
    }

    public TaskOptions options(int task) {
        return options.get(optionIndex[task]);
    }

    /** Index into {@link #distinctOptions()}: what tasks with the same wishes share. */
    public int optionIndex(int task) {
        return optionIndex[task];
    }

    public List<TaskOptions> distinctOptions() {
        return options;
    }

    /** How long its maker expects this task to run, in microseconds; 0 where nothing is said. */
    public long expectedMicros(int task) {
        return expectations.micros(task);
    }

    /** The encoded body of a task, or the encoded value of a constant: opaque here, decoded only where bodies run. */
    public byte[] payload(int task) {
        return payloads.get(payloadIndex[task]).bytes();
    }

    /** Elements of a constant that an EACH may map over; -1 for other constants. */
    public int constantCount(int task) {
        return payloads.get(payloadIndex[task]).count();
    }

    /** Index of the payload, so that a node decodes a body shared by many tasks once. */
    public int payloadIndex(int task) {
        return payloadIndex[task];
    }

    /** Whether an EACH maps over this task's value, be it in place of another's, so that it must be encoded as a list. */
    public boolean feedsEach(int task) {
        for (int at = task; at != NO_TASK; at = standsInFor(at)) {
            if (isMappedOver(at)) {
                return true;
            }
        }
        return false;
    }

    private boolean isMappedOver(int task) {
        for (int i = successorRows[task]; i < successorRows[task + 1]; i++) {
            int reader = successors[i];
            if (kind(reader) == Kind.EACH && input(reader, 0) == task) {
                return true;
            }
        }
        return false;
    }

    /** What {@link #read} takes; shared, so not to be written to. */
    public synchronized byte[] bytes() {
        if (bytes == null) {
            bytes = BlueprintFormat.write(this);
        }
        return bytes;
    }

    public synchronized Digest digest() {
        if (digest == null) {
            digest = Digest.of(bytes());
        }
        return digest;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Blueprint blueprint && digest().equals(blueprint.digest());
    }

    @Override
    public int hashCode() {
        return digest().hashCode();
    }

    @Override
    public String toString() {
        return "Blueprint[" + name + ", " + size() + " tasks, " + digest() + "]";
    }

    private static final Kind[] KINDS = Kind.values();
}
