package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Need;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Stretch;
import dev.sampo.job.TaskState;
import java.util.LinkedHashSet;

/** Why tasks have no value and never will, and what that means for their job, in words. */
final class Lack {
    private static final int STEPS_MAX = 1_000;
    private static final int NAMED_MAX = 10;

    private Lack() {}

    /** What failed that the job cannot do without: the first of it, why, and how much else. */
    static String of(JobPlan job) {
        JobLedger ledger = job.ledger;
        int others = Math.max(0, ledger.failed() - 1);
        int first = first(ledger);
        if (first == Blueprint.NO_TASK) {
            return "nothing has failed, but what is left waits for each other: gangs whose tasks come after those of others";
        }
        return "task " + ledger.nameOf(first) + ": " + whyFailed(ledger, first)
                + (others == 0 ? "" : others == 1 ? "; 1 other failed" : "; " + others + " others failed");
    }

    /** {@link Blueprint#NO_TASK} if none has failed. */
    private static int first(JobLedger job) {
        int found = Blueprint.NO_TASK;
        for (int task = 0; task < job.size(); task++) {
            if (job.isMissed(task)) {
                return task;
            }
            found = found == Blueprint.NO_TASK && job.state(task) == TaskState.FAILED ? task : found;
        }
        return found;
    }

    /** How much did not run although it was to. */
    static String notRun(JobPlan job) {
        int left = 0;
        for (int task = 0; task < job.ledger.size(); task++) {
            TaskState state = job.ledger.state(task);
            boolean isSkipped = state == TaskState.SKIPPED && !job.ledger.isMissed(task);
            left += !state.isFinal() || isSkipped && !isOfNoUse(job.ledger, task) ? 1 : 0;
        }
        return left == 0 ? "" : "; " + left + " could not run because of that";
    }

    /** Why a task that has ended has no value. */
    static String why(JobLedger job, int task) {
        return job.state(task) == TaskState.FAILED ? whyFailed(job, task) : whySkipped(job, task);
    }

    private static String whyFailed(JobLedger job, int task) {
        String why = "";
        for (JobEvent event : job.story(task)) {
            if (event instanceof JobEvent.AttemptFailed failed) {
                why = failed.failure().toString();
            }
        }
        return why.isEmpty() ? whySkipped(job, task) : why + inVain(job, task);
    }

    /** Why the task that stands in for one that has failed has not made its value, either; empty if none does. */
    static String inVain(JobLedger job, int task) {
        int maker = job.madeBy(task);
        int constant = maker == task ? job.standInOf(task) : Blueprint.NO_TASK;
        boolean isConstant = constant != Blueprint.NO_TASK && job.state(constant) == TaskState.SUCCEEDED;
        int other = isConstant ? constant : maker;
        if (other == task) {
            return "";
        }
        boolean isMade = job.state(other) == TaskState.SUCCEEDED;
        return "; and " + job.nameOf(other) + ", which stands in for it"
                + (isMade ? ", " + ended(job, other) : ": " + why(job, other));
    }

    private static String whySkipped(JobLedger job, int task) {
        if (isOfNoUse(job, task)) {
            int main = mainOf(job, task);
            int made = madeBefore(job, task);
            if (made != Blueprint.NO_TASK) {
                return "it stands in for " + job.nameOf(main)
                        + (made == main ? ", which needs nobody to" : ", and " + job.nameOf(made) + " needs neither");
            }
        }
        int maker = job.madeBy(task);
        if (maker != task) {
            return job.nameOf(maker) + ", which was to make its value, " + ended(job, maker);
        }
        Stretch elements = job.expansion(task);
        if (elements != null) {
            return whyNotAll(job, elements);
        }
        int gone = job.firstGone(task);
        if (gone == Blueprint.NO_TASK) {
            return "nobody needs it, and the job that this one is a fork of has no value of it either";
        }
        int root = root(job, gone);
        String first = "it needs " + job.nameOf(gone) + ", which ";
        return root == gone
                ? first + ended(job, gone)
                : first + "was skipped, since " + job.nameOf(root) + " " + ended(job, root);
    }

    private static String ended(JobLedger job, int task) {
        if (job.state(task) == TaskState.SUCCEEDED) {
            return "has another number of elements than there were before";
        }
        return (job.state(task) == TaskState.FAILED ? "has failed for good: " : "has no value: ") + why(job, task);
    }

    /** The same at a glance, for many. */
    static String briefly(JobLedger job, int task) {
        int gone = job.madeBy(task) == task && job.expansion(task) == null ? job.firstGone(task) : Blueprint.NO_TASK;
        if (gone != Blueprint.NO_TASK) {
            return "it needs " + job.nameOf(gone) + ", which has no value";
        }
        return isOfNoUse(job, task) ? "nobody needs it" : "what was to make its value has failed";
    }

    /** What it does without, or will: optional inputs of which there will be none, a few of them; empty when there are none. */
    static String wentWithout(JobLedger job, int task) {
        Stretch stretch = job.stretchOf(task);
        Blueprint graph = stretch.blueprint();
        int local = stretch.blueprintTask(task);
        var names = new LinkedHashSet<String>();
        for (int i = 0; i < graph.inputCount(local) && names.size() < NAMED_MAX; i++) {
            int source = stretch.base() + graph.input(local, i);
            boolean isMissing =
                    graph.need(local, i) != Need.VALUE && job.state(source).isWithoutValue();
            if (isMissing) {
                Stretch elements = graph.need(local, i) == Need.ELEMENTS ? job.expansion(source) : null;
                names.add(elements == null ? job.nameOf(source) : lacking(job, source, elements));
            }
        }
        return names.isEmpty() ? "" : "; it does without " + String.join(", ", names);
    }

    private static String lacking(JobLedger job, int each, Stretch elements) {
        int lacking = 0;
        for (int element = elements.first(); element < elements.first() + elements.count(); element++) {
            lacking += job.state(element).isWithoutValue() ? 1 : 0;
        }
        return lacking + " of the " + elements.count() + " elements of " + job.nameOf(each);
    }

    private static String whyNotAll(JobLedger job, Stretch elements) {
        int lacking = 0;
        int first = Blueprint.NO_TASK;
        for (int element = elements.first(); element < elements.first() + elements.count(); element++) {
            if (job.state(element).isWithoutValue()) {
                first = lacking++ == 0 ? element : first;
            }
        }
        return lacking + " of its " + elements.count() + " elements have no value, the first of them "
                + job.nameOf(first) + ": " + why(job, first);
    }

    /** Whether it stands in for a task that is not waiting for it. */
    static boolean isOfNoUse(JobLedger job, int task) {
        return mainOf(job, task) != Blueprint.NO_TASK && !isCalled(job, task);
    }

    /** Whether a stand-in is to make the value of the task for which it stands in. */
    static boolean isCalled(JobLedger job, int standIn) {
        return job.madeBy(mainOf(job, standIn)) == job.madeBy(standIn);
    }

    /** The next of those for which it stands in, one for the other, that has a value, or {@link Blueprint#NO_TASK}. */
    private static int madeBefore(JobLedger job, int task) {
        int main = mainOf(job, task);
        while (main != Blueprint.NO_TASK && job.state(main) != TaskState.SUCCEEDED) {
            main = mainOf(job, main);
        }
        return main;
    }

    static int mainOf(JobLedger job, int task) {
        Stretch stretch = job.stretchOf(task);
        int main = stretch.isWhole() ? stretch.blueprint().standsInFor(task - stretch.base()) : Blueprint.NO_TASK;
        return main == Blueprint.NO_TASK ? main : stretch.base() + main;
    }

    /** What it was that skipped those before it. */
    static int root(JobLedger job, int task) {
        int root = task;
        for (int steps = 0; steps < STEPS_MAX; steps++) {
            boolean isSkipped = job.state(root) == TaskState.SKIPPED && job.madeBy(root) == root;
            int next = isSkipped && job.expansion(root) == null ? job.firstGone(root) : Blueprint.NO_TASK;
            if (next == Blueprint.NO_TASK) {
                break;
            }
            root = next;
        }
        return root;
    }
}
