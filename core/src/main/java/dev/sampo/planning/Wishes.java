package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.NodeOffer;
import dev.sampo.dag.TaskOptions;
import dev.sampo.job.Experience;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Stretch;
import dev.sampo.job.Value;
import dev.sampo.resilience.Escalation;
import dev.sampo.resource.Demand;
import dev.sampo.resource.MemorySize;
import dev.sampo.resource.Selector;
import java.math.BigDecimal;
import java.util.Set;

/**
 * What a task asks for when it is ready, where that is not what its options state: it may depend on the size of its inputs, and on
 * what it and others of its kind have died of. But for the nodes there are, and what
 * others have learned, all this goes by is in the ledger.
 */
final class Wishes {
    /** Beyond that the exact amount is as good: it is hardly less. */
    private static final int FINEST_BITS = 24;

    private final Hearsay hearsay;
    private final Set<NodeOffer> offers;

    /** @param offers what nodes have had in this term, kept up to date by its owner */
    Wishes(Hearsay hearsay, Set<NodeOffer> offers) {
        this.hearsay = hearsay;
        this.offers = offers;
    }

    TaskOptions of(JobLedger job, int task) {
        TaskOptions stated = stated(job, task);
        Escalation escalation = stated.retry().escalation();
        TaskOptions wishes = stated.demand(forInputs(stated, job, task));
        if (escalation.isNone()) {
            return wishes;
        }
        Experience.Lesson lesson = hearsay.lesson(job, task);
        if (escalation.movesAfterTimeout() && (lesson.timedOut() || job.tries().hasTimedOut(task))) {
            wishes = wishes.prefer(escalation.afterTimeout());
        }
        long learned = Math.min(lesson.memory(), escalation.memoryMax());
        if (learned > 0) {
            TaskOptions raised = wishes.demand(wishes.demand().withMemory(learned));
            wishes = couldRun(raised) ? raised : wishes; // What others needed is no reason never to run.
        }
        long needed = job.tries().memory(task);
        return needed > 0 ? wishes.demand(wishes.demand().withMemory(needed)) : wishes;
    }

    private static TaskOptions stated(JobLedger job, int task) {
        return job.stretchOf(task).options(task);
    }

    private Demand forInputs(TaskOptions stated, JobLedger job, int task) {
        if (stated.demand().isFixed()) {
            return stated.demand();
        }
        long bytes = inputBytes(job, task);
        for (int bits = Demand.BITS; bits <= FINEST_BITS; bits *= 2) {
            Demand rounded = stated.demand().forInputs(bytes, bits);
            if (couldRun(stated.demand(rounded))) {
                return rounded;
            }
        }
        return stated.demand().forInputs(bytes, Demand.ALL_BITS);
    }

    /** Whether there was a node that could run it, or nothing is known of nodes. */
    private boolean couldRun(TaskOptions wishes) {
        return offers.isEmpty() || offers.stream().anyMatch(offer -> offer.couldRun(wishes));
    }

    /** How much its inputs come to, as far as they are known. */
    static long inputBytes(JobLedger job, int task) {
        Stretch stretch = job.stretchOf(task);
        Blueprint graph = stretch.blueprint();
        int local = stretch.blueprintTask(task);
        long sum = 0;
        for (int i = 0; i < graph.inputCount(local); i++) {
            int source = stretch.base() + graph.input(local, i);
            boolean isSliced = i == 0 && !stretch.isWhole();
            sum += isSliced ? elementBytes(job, source, task - stretch.first()) : bytes(job, source);
        }
        return sum;
    }

    /** Of a list of which only the whole is known, an even share. */
    private static long elementBytes(JobLedger job, int source, int element) {
        Stretch elements = job.expansion(source);
        if (elements != null) {
            return bytes(job, elements.first() + element);
        }
        Value list = job.value(source);
        return list == null || list.count() <= 0 ? 0 : (list.size() + list.count() - 1) / list.count();
    }

    private static long bytes(JobLedger job, int task) {
        Stretch elements = job.expansion(task);
        if (elements == null) {
            Value value = job.value(task);
            return value == null ? 0 : value.size();
        }
        long sum = 0;
        for (int element = elements.first(); element < elements.first() + elements.count(); element++) {
            sum += bytes(job, element);
        }
        return sum;
    }

    /** For people: why it asks for what it does; nothing when that is what its options state. */
    String why(JobLedger job, int task) {
        TaskOptions stated = stated(job, task);
        if (stated.isFixed()) {
            return "";
        }
        TaskOptions wishes = of(job, task);
        Escalation escalation = stated.retry().escalation();
        long needed = job.tries().memory(task);
        var text = new StringBuilder();
        if (needed > 0) {
            text.append("; it ran out of memory, and needs ")
                    .append(MemorySize.format(needed))
                    .append(" now");
        } else if (!stated.demand().isFixed()) {
            text.append("; memory ").append(sum(stated.demand(), wishes, inputBytes(job, task)));
        } else if (!wishes.demand().equals(stated.demand())) {
            text.append("; others of its kind ran out of memory with less than ")
                    .append(MemorySize.format(wishes.needs().memoryBytes()));
        }
        if (!wishes.prefer().equals(stated.prefer())) {
            text.append(job.tries().hasTimedOut(task) ? "; it" : "; others of its kind")
                    .append(" ran past the timeout, so that it prefers ")
                    .append(words(escalation.afterTimeout()));
        }
        return text.toString();
    }

    private static String words(Selector nodes) {
        return "nodes where " + nodes;
    }

    private static String sum(Demand stated, TaskOptions wishes, long bytes) {
        String factor = BigDecimal.valueOf(stated.memoryPerInputByte())
                .stripTrailingZeros()
                .toPlainString();
        return MemorySize.format(wishes.needs().memoryBytes()) + " = "
                + MemorySize.format(stated.needs().memoryBytes()) + " + " + factor + " x " + MemorySize.format(bytes)
                + " of inputs, rounded up";
    }
}
