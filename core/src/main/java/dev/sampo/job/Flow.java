package dev.sampo.job;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Blueprint.Kind;
import dev.sampo.dag.Need;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Where a job's tasks stand, and how what one comes to carries on to those that wait for it, however long the way: a value
 * makes ready, and where there will be none whoever needs it is skipped, a stand-in is called, and who can do without goes on.
 * All of it follows from the job's events, so that every replay comes to the same.
 */
final class Flow {
    private final JobLedger job;
    private final KeptValues values;
    private final Makers makers;
    private final Tries tries;
    private final Stretches stretches = new Stretches();
    private final StandIns standIns = new StandIns();
    private final Coverage coverage = new Coverage();
    private final States states = new States();
    private final ArrayDeque<Integer> justSucceeded = new ArrayDeque<>();
    /** Those that cannot make their values. */
    private final ArrayDeque<Integer> givenUp = new ArrayDeque<>();
    /** Those whose own attempts have come to nothing, whoever stands in for them. */
    private final BitSet failed = new BitSet();
    /** What has failed that the job cannot do without. */
    private final BitSet missed = new BitSet();

    private int[] waiting = {};
    private boolean settling;
    private boolean isInherited;
    private int size;
    private int unfinished;
    private JobLedger.Changes changes = JobLedger.Changes.IGNORED;

    Flow(JobLedger job, KeptValues values, Makers makers, Tries tries) {
        this.job = job;
        this.values = values;
        this.makers = makers;
        this.tries = tries;
    }

    /** Who hears of what happens from now on. */
    void tell(JobLedger.Changes listener) {
        changes = listener;
    }

    void append(Blueprint added) {
        var stretch = new Stretch(size, added.size(), added, Stretch.WHOLE, size);
        int[] counts = added.waitCounts();
        room(size + added.size());
        System.arraycopy(counts, 0, waiting, size, counts.length);
        size += added.size();
        unfinished += added.size();
        stretches.add(stretch);
        for (int task = 0; task < counts.length; task++) {
            if (added.kind(task) == Kind.CONSTANT) {
                values.put(stretch.base() + task, new Value.Inline(added.payload(task), added.constantCount(task)));
                justSucceeded.add(stretch.base() + task);
            }
        }
        int ready = 0;
        for (int task = 0; task <= counts.length; task++) {
            boolean free = task < counts.length && counts[task] == 0 && added.kind(task) != Kind.CONSTANT;
            if (free) {
                states.set(stretch.base() + task, TaskState.READY);
                ready++;
            } else if (ready > 0) {
                changes.ready(job, stretch.base() + task - ready, ready);
                ready = 0;
            }
        }
        settle();
    }

    /** The body of a task has added others; its value is that of one of them, if it names one. */
    void grow(JobEvent.TasksAdded added) {
        int base = size;
        if (added.result() != Outcome.Growth.NO_RESULT) {
            states.set(added.parent(), TaskState.EXPANDED);
            tries.over(added.parent());
            standIns.add(base + added.result(), added.parent());
            coverage.added(base, added.result());
        }
        append(added.blueprint());
    }

    void succeed(int task) {
        justSucceeded.add(task);
        settle();
    }

    /** An attempt has failed; the task is tried again or not. */
    void fail(int task, boolean isOver) {
        if (states.get(task).isFinal() || states.get(task) == TaskState.EXPANDED) {
            return;
        }
        if (!isOver) {
            states.set(task, TaskState.RETRYING);
            return;
        }
        failed.set(task);
        givenUp.add(task);
        settle();
    }

    /** There is no value to be taken over, nor one of what needs it and has none yet; so no stand-in makes any, either. */
    void goWithout(int task) {
        isInherited = true;
        end(task);
        settle();
        isInherited = false;
    }

    /** The wait after a failure is over; derived from time, so no event says it. */
    void retryDue(int task) {
        if (states.get(task) == TaskState.RETRYING) {
            tries.waited(task);
            states.set(task, waiting[task] == 0 ? TaskState.READY : TaskState.BLOCKED);
        }
    }

    private void settle() {
        if (settling) {
            return;
        }
        settling = true;
        while (!justSucceeded.isEmpty() || !givenUp.isEmpty()) {
            if (!justSucceeded.isEmpty()) {
                carryValue(justSucceeded.poll());
            } else {
                giveUp(givenUp.poll());
            }
        }
        settling = false;
    }

    private void carryValue(int task) {
        if (states.get(task).isFinal()) {
            return;
        }
        states.set(task, TaskState.SUCCEEDED);
        tries.over(task);
        unfinished--;
        changes.ended(job, task);
        dismissStandIns(task);
        Stretch stretch = stretches.of(task);
        if (stretch.isWhole()) {
            stretches.forEachReaderOf(task, stretch, (reader, need) -> oneLessFor(reader));
        } else {
            elementEnded(stretch);
        }
        Integer parent = standIns.parentOf(task);
        if (parent != null) {
            give(task, parent);
        }
    }

    /** It has another number of elements than what has been made of an earlier value of the task: then that has failed. */
    private void give(int maker, int task) {
        if (states.get(task).isFinal()) {
            return;
        }
        if (stretches.mayHave(task, elementCount(maker))) {
            values.copy(maker, task);
            justSucceeded.add(task);
        } else {
            failed.set(task);
            end(task);
        }
    }

    /** Its stand-in makes the value; without one there will be none. */
    private void giveUp(int task) {
        if (states.get(task).isFinal() || isBeingMade(task)) {
            return;
        }
        int standIn = isInherited || isIdle(task) ? Blueprint.NO_TASK : standInOf(task);
        if (standIn == Blueprint.NO_TASK || isCalled(standIn)) {
            end(task);
        } else {
            call(standIn, task);
        }
    }

    private boolean isBeingMade(int task) {
        Integer maker = standIns.directMakerOf(task);
        return maker != null && !states.get(maker).isWithoutValue();
    }

    private void call(int standIn, int task) {
        states.set(task, TaskState.EXPANDED);
        changes.handedOver(job, task);
        if (kindOf(standIn) == Kind.CONSTANT) {
            makers.none(task);
            give(standIn, task);
            return;
        }
        standIns.add(standIn, task);
        if (states.get(standIn) == TaskState.SKIPPED) {
            revive(standIn);
        }
        if (isInVain(standIn)) {
            givenUp.add(standIn);
        } else {
            oneLessFor(standIn);
        }
    }

    /** There will be no value. */
    private void end(int task) {
        boolean isOwnFailure = failed.get(task);
        states.set(task, isOwnFailure ? TaskState.FAILED : TaskState.SKIPPED);
        unfinished--;
        makers.none(task);
        tries.waited(task);
        Stretch stretch = stretches.of(task);
        if ((isOwnFailure || standIns.directMakerOf(task) != null) && !coverage.covers(stretch, task)) {
            missed.set(rootOf(task));
        }
        changes.ended(job, task);
        dismissStandIns(task);
        if (stretch.isWhole()) {
            boolean isNowhere = stretches.expansion(task) == null;
            stretches.forEachReaderOf(task, stretch, (reader, need) -> goOnWithout(reader, need, isNowhere));
        } else {
            elementEnded(stretch);
        }
        Integer parent = standIns.parentOf(task);
        if (parent != null && standIns.directMakerOf(parent) == task) {
            givenUp.add(parent);
        }
    }

    private void goOnWithout(int reader, Need need, boolean isNowhere) {
        if (need == Need.OPTIONAL || need == Need.ELEMENTS && !isNowhere) {
            oneLessFor(reader);
        } else if (states.get(reader) != TaskState.EXPANDED) {
            givenUp.add(reader);
        }
    }

    private void elementEnded(Stretch elements) {
        int each = elements.each();
        if (--waiting[each] > 0) {
            return;
        }
        boolean anyLacks = false;
        for (int i = 0; states.withoutValue() > 0 && i < elements.count() && !anyLacks; i++) {
            anyLacks = states.get(elements.first() + i).isWithoutValue();
        }
        (anyLacks ? givenUp : justSucceeded).add(each);
    }

    /** Whether it stands in for a task that has not called for it. */
    private boolean isIdle(int task) {
        return isStandIn(task) && !isCalled(task);
    }

    private boolean isStandIn(int task) {
        Stretch stretch = stretches.of(task);
        return stretch.isWhole() && stretch.blueprint().standsInFor(task - stretch.base()) != Blueprint.NO_TASK;
    }

    private boolean isCalled(int standIn) {
        return standIns.parentOf(standIn) != null;
    }

    /** The task that its graph has stand in for this one, or {@link Blueprint#NO_TASK}. */
    int standInOf(int task) {
        Stretch stretch = stretches.of(task);
        int standIn = stretch.isWhole() ? stretch.blueprint().standIn(task - stretch.base()) : Blueprint.NO_TASK;
        return standIn == Blueprint.NO_TASK ? standIn : stretch.base() + standIn;
    }

    private Kind kindOf(int task) {
        Stretch stretch = stretches.of(task);
        return stretch.blueprint().kind(stretch.blueprintTask(task));
    }

    /** It has ended: nobody calls for them any more. */
    private void dismissStandIns(int task) {
        int next = standInOf(task);
        // Who had ended before it has dismissed those that stand in for it, and one that is called is about to.
        while (next != Blueprint.NO_TASK && !states.get(next).isFinal() && isIdle(next)) {
            states.set(next, TaskState.SKIPPED);
            unfinished--;
            changes.ended(job, next);
            next = standInOf(next);
        }
    }

    private void revive(int task) {
        states.set(task, TaskState.BLOCKED);
        unfinished++;
    }

    private void oneLessFor(int task) {
        if (--waiting[task] == 0 && states.get(task) == TaskState.BLOCKED) {
            becomeReady(task);
        }
    }

    private void becomeReady(int task) {
        Stretch stretch = stretches.of(task);
        if (stretch.isWhole() && stretch.blueprint().kind(task - stretch.base()) == Kind.EACH) {
            expand(task, stretch);
        } else {
            states.set(task, TaskState.READY);
            changes.ready(job, task, 1);
        }
    }

    private void expand(int each, Stretch stretch) {
        int source = stretch.base() + stretch.blueprint().input(each - stretch.base(), 0);
        int count = elementCount(source);
        var elements = new Stretch(size, count, stretch.blueprint(), each, stretch.base());
        stretches.add(elements);
        room(size + count);
        size += count;
        unfinished += count;
        states.set(each, TaskState.EXPANDED);
        waiting[each] = count;
        if (count == 0) {
            succeed(each);
            return;
        }
        for (int element = elements.first(); element < elements.first() + count; element++) {
            states.set(element, TaskState.READY);
        }
        changes.ready(job, elements.first(), count);
    }

    private int elementCount(int source) {
        Stretch elements = stretches.expansion(source);
        return elements != null ? elements.count() : values.get(source).count();
    }

    /** A value is gone: its task runs again, and what still needs it waits again. */
    void lose(int task) {
        if (states.get(task) != TaskState.SUCCEEDED) {
            return;
        }
        makers.lost(task);
        values.lost(task);
        unsettle(task);
        Integer parent = standIns.parentOf(task);
        while (parent != null && states.get(parent) == TaskState.SUCCEEDED) {
            values.copy(task, parent);
            unsettle(parent);
            states.set(parent, TaskState.EXPANDED);
            parent = standIns.parentOf(parent);
        }
        if (waiting[task] == 0) {
            states.set(task, TaskState.READY);
            changes.ready(job, task, 1);
        } else if (isInVain(task)) {
            givenUp.add(task);
            settle();
        }
    }

    private void unsettle(int task) {
        boolean hadValue = states.get(task) == TaskState.SUCCEEDED;
        revive(task);
        Stretch stretch = stretches.of(task);
        if (stretch.isWhole()) {
            stretches.forEachReaderOf(task, stretch, (reader, need) -> {
                if (hadValue || need != Need.VALUE) {
                    oneMoreFor(reader);
                }
            });
            return;
        }
        int each = stretch.each();
        waiting[each]++;
        if (states.get(each).isFinal()) {
            unsettle(each);
            states.set(each, TaskState.EXPANDED);
        }
    }

    private void oneMoreFor(int task) {
        waiting[task]++;
        if (states.get(task) == TaskState.READY) {
            states.set(task, TaskState.BLOCKED);
        }
    }

    private boolean isInVain(int task) {
        return firstGone(task) != Blueprint.NO_TASK;
    }

    /** Something it needs that will never come, or {@link Blueprint#NO_TASK}. */
    int firstGone(int task) {
        Stretch stretch = stretches.of(task);
        Blueprint graph = stretch.blueprint();
        int local = stretch.blueprintTask(task);
        int inputs = graph.inputCount(local);
        for (int i = 0; i < inputs + graph.afterCount(local); i++) {
            int source = stretch.base() + (i < inputs ? graph.input(local, i) : graph.after(local, i - inputs));
            Need need = i < inputs ? graph.need(local, i) : graph.afterNeed(local, i - inputs);
            if (isGoneFor(source, need)) {
                return source;
            }
        }
        return Blueprint.NO_TASK;
    }

    /** The task whose own failure it was that led to this one having no value. */
    private int rootOf(int task) {
        int root = task;
        for (int next = task; next != Blueprint.NO_TASK; next = failed.get(root) ? Blueprint.NO_TASK : causeOf(root)) {
            root = next;
        }
        return root;
    }

    private int causeOf(int task) {
        int gone = firstGone(task);
        Integer maker = standIns.directMakerOf(task);
        return gone != Blueprint.NO_TASK || maker == null ? gone : maker;
    }

    /** Whether whoever needs this task so will be skipped, or was. */
    boolean isGoneFor(int source, Need need) {
        return states.get(source).isWithoutValue()
                && (need == Need.VALUE || need == Need.ELEMENTS && stretches.expansion(source) == null);
    }

    private void room(int wanted) {
        if (wanted > waiting.length) {
            int larger = waiting.length == 0 ? wanted : Math.max(wanted, waiting.length + (waiting.length >> 1));
            states.room(larger);
            waiting = Arrays.copyOf(waiting, larger);
            job.room(larger);
        }
    }

    TaskState state(int task) {
        return states.get(task);
    }

    int waiting(int task) {
        return waiting[task];
    }

    int size() {
        return size;
    }

    int unfinished() {
        return unfinished;
    }

    int count(TaskState state) {
        return states.count(state);
    }

    int open() {
        return states.open();
    }

    int withoutValue() {
        return states.withoutValue();
    }

    BitSet missed() {
        return missed;
    }

    boolean hasFailed(int task) {
        return failed.get(task);
    }

    Stretches stretches() {
        return stretches;
    }

    StandIns standIns() {
        return standIns;
    }

    boolean covers(int task) {
        return coverage.covers(stretches.of(task), task);
    }
}
