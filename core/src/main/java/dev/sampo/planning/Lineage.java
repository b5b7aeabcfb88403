package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.Attempt;
import dev.sampo.job.Fence;
import dev.sampo.job.Grounds;
import dev.sampo.job.Stretch;
import dev.sampo.job.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Whether what an attempt used is what the ledger knows. An attempt may have used a value whose success the journal then
 * lost, or one that was refused; it rests on a value nobody else will ever see, and must not count.
 */
final class Lineage {
    /** Inputs that had to be made again, of which every choice is tried; with more of them only the present one counts. */
    private static final int REMADE_MAX = 12;

    private final Books books;

    Lineage(Books books) {
        this.books = books;
    }

    /** Whether an attempt speaks of the job that is known under this id, and of the task that has this number. */
    boolean isOfThisJob(JobPlan job, Attempt attempt) {
        long term = attempt.fence().term();
        return term >= job.ledger.acceptedIn() && (term == books.term || job.wasThereBefore(attempt.task()));
    }

    /** Whether these grounds are of values the task's inputs have, or had until they were lost. */
    static boolean isKnown(JobPlan job, int task, long grounds) {
        var choices = new Choices(job, grounds);
        forEachInput(job, task, choices::add);
        return choices.canMatch();
    }

    /** Every task whose own value is needed, in the order in which nodes count their inputs. */
    static void forEachInput(JobPlan job, int task, IntConsumer action) {
        Stretch stretch = job.ledger.stretchOf(task);
        Blueprint graph = stretch.blueprint();
        int local = stretch.blueprintTask(task);
        for (int i = 0; i < graph.inputCount(local); i++) {
            int input = graph.input(local, i);
            if (graph.kind(input) == Blueprint.Kind.CONSTANT) {
                continue;
            }
            int source = stretch.base() + input;
            Stretch elements = job.ledger.expansion(source);
            if (elements == null) {
                action.accept(source);
            } else if (i == 0 && !stretch.isWhole()) {
                action.accept(elements.first() + (task - stretch.first()));
            } else {
                for (int element = 0; element < elements.count(); element++) {
                    action.accept(elements.first() + element);
                }
            }
        }
    }

    /** What is left of the grounds when the present values are taken away, and what earlier ones would change. */
    private static final class Choices {
        private final JobPlan job;
        private final List<long[]> changes = new ArrayList<>();
        private long left;
        private int position;
        private boolean isImpossible;

        Choices(JobPlan job, long grounds) {
            this.job = job;
            this.left = grounds;
        }

        void add(int input) {
            int maker = job.ledger.madeBy(input);
            List<Fence> earlier = job.ledger.makers().earlier(maker);
            boolean hasEnded = job.ledger.state(maker) == TaskState.SUCCEEDED
                    || job.ledger.state(input).isWithoutValue();
            if (!hasEnded && earlier.isEmpty()) {
                isImpossible = true;
                return;
            }
            long present = Grounds.of(position, hasEnded ? job.ledger.fence(maker) : earlier.get(0));
            left -= present;
            if (!earlier.isEmpty()) {
                int at = position;
                changes.add(earlier.stream()
                        .mapToLong(fence -> Grounds.of(at, fence) - present)
                        .toArray());
            }
            position++;
        }

        boolean canMatch() {
            return !isImpossible && (left == 0 || changes.size() <= REMADE_MAX && canMatch(0, left));
        }

        private boolean canMatch(int index, long rest) {
            if (index == changes.size()) {
                return rest == 0;
            }
            if (canMatch(index + 1, rest)) {
                return true;
            }
            for (long change : changes.get(index)) {
                if (canMatch(index + 1, rest - change)) {
                    return true;
                }
            }
            return false;
        }
    }
}
