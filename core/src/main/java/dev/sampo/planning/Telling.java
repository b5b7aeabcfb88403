package dev.sampo.planning;

import dev.sampo.job.BreakerName;
import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Stretch;
import dev.sampo.resilience.Forced;
import dev.sampo.telemetry.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What those who listen are told of a step. Nothing is made while nobody does. */
final class Telling {
    private final Books books;
    private final Sums sums = new Sums();
    private boolean isOn;
    private boolean tellsPlaced;
    private boolean tellsSucceeded;
    private boolean tellsSums;
    private List<Event> told = new ArrayList<>();

    Telling(Books books) {
        this.books = books;
    }

    void listens(boolean anybody, Predicate<Class<? extends Event>> wanted) {
        isOn = anybody;
        tellsPlaced = anybody && wanted.test(Event.TaskPlaced.class);
        tellsSucceeded = anybody && wanted.test(Event.TaskSucceeded.class);
        tellsSums = anybody && (wanted.test(Event.TasksPlaced.class) || wanted.test(Event.TasksSucceeded.class));
    }

    boolean isOn() {
        return isOn;
    }

    List<Event> take() {
        sums.tell(books.now, told::add);
        if (told.isEmpty()) {
            return List.of();
        }
        var taken = told;
        told = new ArrayList<>();
        return taken;
    }

    /** What was summed up until now has happened before. */
    void tell(Event event) {
        sums.tell(books.now, told::add);
        told.add(event);
    }

    void placed(JobPlan job, int task, NodeView view, long waitingSince) {
        String dag = dagOf(job.ledger, task);
        long waited = Math.max(0, books.now - waitingSince);
        if (tellsPlaced) {
            told.add(new Event.TaskPlaced(
                    books.now, job.ledger.id(), dag, job.ledger.nameOf(task), job.nextNumber(task), view.id, waited));
        }
        if (tellsSums) {
            sums.placed(dag, waited);
        }
    }

    private void succeeded(JobEvent.TaskSucceeded done, JobLedger job) {
        String dag = dagOf(job, done.task());
        if (tellsSucceeded) {
            told.add(new Event.TaskSucceeded(
                    done.at(),
                    done.job(),
                    dag,
                    job.nameOf(done.task()),
                    done.number(),
                    done.node(),
                    done.micros(),
                    done.value().size()));
        }
        if (tellsSums) {
            sums.succeeded(dag);
        }
    }

    /** A fact that has just been recorded. */
    void recorded(Fact fact) {
        if (fact instanceof Fact.BreakerForced forced) {
            BreakerName name = forced.breaker();
            Forced order = forced.forced();
            tell(new Event.BreakerForced(
                    order.at(), name.node(), name.dag(), name.kind(), order.to(), order.by(), order.why()));
        }
        if (fact instanceof JobEvent event) {
            JobLedger job = books.ledger.job(event.job());
            if (job != null && event instanceof JobEvent.TaskSucceeded done) {
                succeeded(done, job);
            } else if (job != null) {
                of(event, job).ifPresent(this::tell);
            }
        }
    }

    void skipped(JobLedger job, int task) {
        tell(new Event.TaskSkipped(books.now, job.id(), dagOf(job, task), job.nameOf(task), Lack.briefly(job, task)));
    }

    private static Optional<Event> of(JobEvent event, JobLedger job) {
        if (event instanceof JobEvent.JobAccepted accepted) {
            String dag = accepted.blueprint().name();
            return Optional.of(new Event.JobStarted(
                    accepted.at(),
                    accepted.job(),
                    dag,
                    accepted.options().tenant(),
                    accepted.blueprint().size()));
        }
        if (event instanceof JobEvent.JobEnded ended) {
            return Optional.of(new Event.JobStopped(
                    ended.at(),
                    ended.job(),
                    job.blueprint().name(),
                    job.options().tenant(),
                    ended.status(),
                    ended.reason(),
                    Math.max(0, ended.at() - job.acceptedAt())));
        }
        if (event instanceof JobEvent.AttemptFailed failed) {
            return Optional.of(of(failed, job));
        }
        if (event instanceof JobEvent.CopyBegun copy) {
            return Optional.of(new Event.TaskCopied(
                    copy.at(),
                    copy.job(),
                    dagOf(job, copy.task()),
                    job.nameOf(copy.task()),
                    copy.number(),
                    copy.node(),
                    copy.ranMillis(),
                    copy.usualMillis()));
        }
        if (event instanceof JobEvent.AttemptDropped dropped) {
            return Optional.of(new Event.AttemptDropped(
                    dropped.at(),
                    dropped.job(),
                    dagOf(job, dropped.task()),
                    job.nameOf(dropped.task()),
                    dropped.number(),
                    dropped.node(),
                    dropped.why(),
                    dropped.why().equals(JobEvent.AttemptDropped.NODE_LOST)));
        }
        if (event instanceof JobEvent.NodeOutvoted lost) {
            return Optional.of(new Event.NodeOutvoted(
                    lost.at(), lost.job(), dagOf(job, lost.task()), job.nameOf(lost.task()), lost.node()));
        }
        if (event instanceof JobEvent.AttemptLost lost) {
            return Optional.of(new Event.TaskLost(
                    lost.at(),
                    lost.job(),
                    dagOf(job, lost.task()),
                    job.nameOf(lost.task()),
                    lost.number(),
                    lost.node()));
        }
        return Optional.empty();
    }

    private static Event of(JobEvent.AttemptFailed failed, JobLedger job) {
        String dag = dagOf(job, failed.task());
        String name = job.nameOf(failed.task());
        return failed.retryAt() == JobEvent.AttemptFailed.NO_RETRY
                ? new Event.TaskFailed(
                        failed.at(), failed.job(), dag, name, failed.number(), failed.node(), failed.failure())
                : new Event.TaskRetried(
                        failed.at(),
                        failed.job(),
                        dag,
                        name,
                        failed.number(),
                        failed.node(),
                        failed.failure(),
                        Math.max(0, failed.retryAt() - failed.at()));
    }

    private static String dagOf(JobLedger job, int task) {
        Stretch stretch = job.stretchOf(task);
        return stretch.blueprint().name();
    }
}
