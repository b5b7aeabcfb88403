package dev.sampo.job;

import dev.sampo.dag.Digest;
import dev.sampo.resilience.Forced;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The durable truth of one partition: the sum of its facts. Facts are counted, and replay passes over those a checkpoint
 * already contained, so a checkpoint may be newer than the batches that follow it in the journal.
 */
public final class Ledger {
    private final Map<JobId, JobLedger> jobs = new LinkedHashMap<>();
    private final Experience experience = new Experience();
    private final Map<BreakerName, Forced> forced = new LinkedHashMap<>();
    private final Map<BreakerName, Forced> forcedAsRead = Collections.unmodifiableMap(forced);
    private final Jars jars = new Jars();
    private long term;
    private long factCount;

    /** Folds one fact in; {@code changes} hears what it led to. */
    public void apply(Fact fact, JobLedger.Changes changes) {
        factCount++;
        if (fact instanceof Fact.TermBegun begun) {
            term = Math.max(term, begun.term());
        } else if (fact instanceof Fact.Experienced experienced) {
            experience.replaceBy(experienced);
        } else if (fact instanceof Fact.BreakerForced order) {
            force(order.breaker(), order.forced());
        } else if (fact instanceof Fact.JarPiece piece) {
            jars.add(piece);
        } else if (fact instanceof Fact.Placed placed) {
            JobLedger job = jobs.get(placed.job());
            if (job != null) {
                job.reasons().add(placed.reasons());
            }
        } else if (fact instanceof JobEvent.JobAccepted accepted) {
            if (!jobs.containsKey(accepted.job())) {
                var job = new JobLedger(accepted, term);
                jobs.put(accepted.job(), job);
                experience.accepted(accepted.blueprint().name());
                job.begin(changes);
            }
        } else if (fact instanceof JobEvent.JobForgotten forgotten) {
            jobs.remove(forgotten.job());
            jars.keepOnly(this::names);
        } else {
            JobEvent event = (JobEvent) fact;
            JobLedger job = jobs.get(event.job());
            if (job != null) {
                learn(job, event);
                job.apply(event, term, changes);
            }
        }
    }

    private boolean names(Digest jar) {
        return jobs.values().stream()
                .anyMatch(job -> job.blueprint().jar().filter(jar::equals).isPresent());
    }

    private void force(BreakerName breaker, Forced order) {
        if (order.to() != Forced.To.NONE) {
            forced.put(breaker, order);
        } else if (breaker.isOfNode()) {
            forced.keySet().removeIf(each -> each.node().equals(breaker.node()));
        } else {
            forced.remove(breaker);
        }
    }

    private void learn(JobLedger job, JobEvent event) {
        if (event instanceof JobEvent.TaskSucceeded done
                && !job.state(done.task()).isFinal()) {
            experience.ran(job, done.task(), done.micros(), done.value().size());
            experience.learn(job, done.task());
        }
    }

    /** Folds in a batch from the journal; {@code upTo} is the number of its last fact. */
    public void replay(List<Fact> facts, long upTo) {
        long first = upTo - facts.size() + 1;
        if (first > factCount + 1) {
            throw new IllegalStateException(
                    "facts " + (factCount + 1) + " to " + (first - 1) + " are missing from the journal");
        }
        for (int i = (int) Math.max(0, factCount + 1 - first); i < facts.size(); i++) {
            apply(facts.get(i), JobLedger.Changes.IGNORED);
        }
    }

    /** Starts from a checkpoint: {@link #facts} of a ledger that had come to {@code factCount}. */
    public static Ledger restore(List<Fact> checkpoint, long factCount) {
        var ledger = new Ledger();
        checkpoint.forEach(fact -> ledger.apply(fact, JobLedger.Changes.IGNORED));
        ledger.factCount = factCount;
        return ledger;
    }

    /** How many facts this ledger is the sum of, checkpoints counted by what they stand for. */
    public long factCount() {
        return factCount;
    }

    public long term() {
        return term;
    }

    public Experience experience() {
        return experience;
    }

    /** What somebody has decided of breakers. */
    public Map<BreakerName, Forced> forced() {
        return forcedAsRead;
    }

    /** The jars that jobs have brought. */
    public Jars jars() {
        return jars;
    }

    public Collection<JobLedger> jobs() {
        return jobs.values();
    }

    public JobLedger job(JobId id) {
        return jobs.get(id);
    }

    /** The facts that rebuild this ledger: a checkpoint. */
    public List<Fact> facts() {
        var facts = new ArrayList<Fact>();
        facts.add(new Fact.TermBegun(term));
        facts.addAll(jars.facts());
        for (JobLedger job : jobs.values()) {
            for (int sequence = 0; sequence < job.eventCount(); sequence++) {
                facts.add(job.event(sequence));
            }
            if (!job.reasons().isEmpty()) {
                facts.add(new Fact.Placed(job.id(), job.reasons().bytes()));
            }
        }
        forced.forEach((breaker, order) -> facts.add(new Fact.BreakerForced(breaker, order)));
        facts.add(experience.fact());
        return facts;
    }
}
