package dev.sampo.sim.world;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Problem;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Origin;
import dev.sampo.planning.Answer;
import dev.sampo.planning.Input;
import dev.sampo.sim.body.Graphs;
import dev.sampo.sim.check.Sometimes;
import dev.sampo.sim.check.Violation;
import dev.sampo.sim.time.Chance;
import java.util.List;

/**
 * One user with one job: submits it under an id of its own until somebody says yes, waits until it hears how it ended,
 * and may follow the events, wait for a task, ask for the status or cancel meanwhile. Whatever is not answered in time is
 * asked again, of whoever serves the partition then.
 */
final class Client {
    private static final int NO_TICKET = 0;
    private static final int TENANTS = 3;
    private static final int PLAN_MILLIS = 400;
    private static final double FORKS = 0.15;

    private final World world;
    private final Clients clients;
    private final JobId job;
    private final Blueprint graph;
    private final JobOptions options;
    private final int partition;
    private final boolean follows;
    private final boolean awaitsTask;
    private final boolean cancels;
    private final boolean contradicts;
    private final Steersman steersman;
    private long submitTicket;
    private long awaitTicket;
    private long eventsTicket;
    private long taskTicket;
    private long cancelTicket;
    private boolean isAccepted;
    private boolean isGivenUp;
    private boolean knowsEnd;
    private boolean hasAllEvents;
    private boolean hasTask;
    private boolean isCancelHeard;
    private long nextEvent;
    private int submits;

    Client(World world, Clients clients, int number) {
        this.world = world;
        this.clients = clients;
        this.job = new JobId("j" + number);
        boolean fallsBack = world.desks.length > 0 && world.latest.happens(0.7);
        JobOptions options = fallsBack
                ? JobOptions.DEFAULTS.fallback(world.desks[world.latest.below(world.desks.length)].id())
                : JobOptions.DEFAULTS;
        this.options = options.failuresAllowed(failuresAllowed(world))
                .tenant("t" + number % TENANTS)
                .priority(number % 5 == 0 ? 1 : 0)
                .deadline(number % 4 == 0 ? number : JobOptions.WHENEVER)
                .plan(world.weather.hasPlans ? PLAN_MILLIS : 0);
        this.partition = number % world.seats.length;
        this.follows = world.chance.happens(0.3);
        this.awaitsTask = world.chance.happens(0.3);
        this.cancels = world.chance.happens(world.weather.cancels);
        Blueprint usual = cancels && world.chance.happens(0.5)
                ? Graphs.endless(world.chance.below(Graphs.ENDLESS))
                : Graphs.get(world.chance.below(Graphs.COUNT), world.nodes.length);
        Blueprint other = number == 0 && world.weather.hasKiller
                ? Graphs.deadly(world.others.below(Graphs.DEADLY))
                : world.weather.hasItems && !cancels && world.live.happens(0.6)
                        ? Graphs.equipped(world.live.below(Graphs.EQUIPPED))
                        : usual;
        boolean minds = world.weather.hasMinders && other == usual && world.company.happens(0.6);
        var pick = new Chance(Chance.mixed(world.seed) + number);
        boolean isHungry = !minds && !cancels && other == usual && pick.happens(0.15);
        boolean isLenient = !minds && !cancels && !isHungry && other == usual && pick.happens(0.2);
        Blueprint plain = isLenient ? Graphs.lenient(pick.below(Graphs.LENIENT)) : other;
        Blueprint drawn = isHungry ? Graphs.hungry(pick.below(Graphs.HUNGRY)) : plain;
        boolean isSlow = world.weather.hasLaggards && !minds && drawn == usual && world.laggards.happens(0.5);
        Blueprint paced =
                isSlow && (!cancels || number % 2 == 0) ? Graphs.slow(world.laggards.below(Graphs.SLOW)) : drawn;
        boolean isRationed = world.weather.hasRations && !cancels && number % 5 != 4;
        boolean isCrowd = world.weather.hasCrowd && number == 0 && !cancels;
        this.graph = isCrowd
                ? Graphs.crowded(world.cpusMax)
                : isRationed
                        ? Graphs.rationed(number / world.seats.length % Graphs.RATIONED)
                        : minds && !cancels ? Graphs.minding(world.company.below(Graphs.MINDING)) : paced;
        this.contradicts = world.chance.happens(0.1);
        this.steersman = new Steersman(world, clients, this);
        this.hasAllEvents = !follows;
        this.hasTask = !awaitsTask;
        this.isCancelHeard = !cancels;
    }

    /** Forks the other's job, with one of its tasks to run again. */
    Client(World world, Clients clients, Client other) {
        this.world = world;
        this.clients = clients;
        this.job = other.job.fork("again");
        this.graph = other.graph;
        String again = graph.taskName(world.steer.below(graph.size()));
        this.options = other.options.origin(new Origin(other.job, List.of(again)));
        this.partition = other.partition;
        this.follows = false;
        this.awaitsTask = false;
        this.cancels = false;
        this.contradicts = false;
        this.steersman = new Steersman(world, clients, this);
        this.hasAllEvents = true;
        this.hasTask = true;
        this.isCancelHeard = true;
    }

    private static int failuresAllowed(World world) {
        return switch (world.latest.below(3)) {
            case 0 -> world.latest.between(1, 3);
            case 1 -> Integer.MAX_VALUE;
            default -> 0;
        };
    }

    void submit() {
        if (!isAccepted && !isGivenUp) {
            askOnce();
            world.timeline.after(world.patience(), this::submit);
        }
    }

    private void askOnce() {
        if (isAccepted || isGivenUp) {
            return;
        }
        if (++submits > 1) {
            world.tally.hit(Sometimes.SUBMITTED_AGAIN);
        }
        world.observer.submitted(job, options.fallback());
        submitTicket = clients.ticketFor(this);
        clients.ask(partition, new Input.Submit(submitTicket, job, graph, options).with(Graphs.jarOf(graph)));
    }

    void hear(long ticket, Answer answer) {
        if (answer instanceof Answer.Accepted) {
            accepted(ticket);
        } else if (answer instanceof Answer.JobOver over) {
            isOver(over.status(), ticket);
        } else if (answer instanceof Answer.Events events) {
            heard(events);
        } else if (answer instanceof Answer.TaskValue || answer instanceof Answer.TaskFailed) {
            hasTask = true;
        } else if (answer instanceof Answer.TaskElements elements) {
            hasTask = true;
            long page = clients.ticketFor(this);
            clients.ask(partition, new Input.AskValues(page, job, elements.firstTask(), elements.count()));
        } else if (answer instanceof Answer.Cancelling) {
            isCancelHeard = true;
        } else if (answer instanceof Answer.Busy busy) {
            isGivenUp = graph.size()
                    > world.plannerSettings.tenant(options.tenant()).openTasksMax();
            world.timeline.after(busy.retryAfterMillis(), this::askOnce);
        } else if (answer instanceof Answer.Rejected rejected) {
            rejected(rejected);
        } else if (answer instanceof Answer.NoSuchJob && !isAccepted) {
            isGivenUp = true; // What it was to be a fork of has been forgotten.
        } else if (answer instanceof Answer.Steered steered) {
            steersman.hear(ticket, steered.status());
        } else if (answer instanceof Answer.Status status) {
            steersman.see(status.summary().status());
        }
    }

    private void accepted(long ticket) {
        if (ticket != submitTicket || isAccepted) {
            return;
        }
        isAccepted = true;
        await();
        if (follows) {
            askEvents();
        }
        if (awaitsTask) {
            awaitTask();
        }
        if (cancels) {
            world.timeline.after(world.chance.below(1_000), this::cancel);
        }
        if (contradicts) {
            contradict();
        }
        steersman.begin();
        if (options.origin().isEmpty() && !cancels && world.steer.happens(FORKS)) {
            clients.fork(this);
        }
    }

    private void await() {
        if (!knowsEnd) {
            withdraw(awaitTicket);
            awaitTicket = clients.ticketFor(this);
            clients.ask(partition, new Input.AwaitJob(awaitTicket, job));
            clients.ask(partition, new Input.AskStatus(clients.ticketFor(this), job));
            world.timeline.after(world.patience(), this::await);
        }
    }

    private void askEvents() {
        if (!hasAllEvents) {
            withdraw(eventsTicket);
            long ticket = clients.ticketFor(this);
            eventsTicket = ticket;
            clients.ask(partition, new Input.AskEvents(ticket, job, nextEvent, 5));
            world.timeline.after(world.patience(), () -> {
                if (eventsTicket == ticket) {
                    askEvents();
                }
            });
        }
    }

    private void awaitTask() {
        if (!hasTask) {
            withdraw(taskTicket);
            taskTicket = clients.ticketFor(this);
            clients.ask(partition, new Input.AwaitTask(taskTicket, job, graph.size() - 1));
            world.timeline.after(world.patience(), this::awaitTask);
        }
    }

    private void cancel() {
        if (!isCancelHeard) {
            if (!knowsEnd) {
                world.tally.hit(Sometimes.CANCELLED_UNDER_WAY);
            }
            cancelTicket = clients.ticketFor(this);
            clients.ask(partition, new Input.Cancel(cancelTicket, job, "no longer wanted"));
            world.timeline.after(world.patience(), this::cancel);
        }
    }

    /** Submits something else under the same id, which must be refused. */
    private void contradict() {
        Blueprint other = Graphs.get(world.chance.below(Graphs.COUNT), world.nodes.length);
        if (!other.equals(graph)) {
            clients.ask(
                    partition,
                    new Input.Submit(clients.ticketFor(this), job, other, options).with(Graphs.jarOf(other)));
        }
    }

    private void rejected(Answer.Rejected rejected) {
        for (Problem problem : rejected.problems()) {
            if (problem.kind() == Problem.Kind.CONTENT_DIFFERS) {
                world.tally.hit(Sometimes.CONTENT_REFUSED);
                if (!contradicts) {
                    throw wrong("refused as different from itself: " + problem);
                }
            }
        }
    }

    private void heard(Answer.Events answer) {
        if (answer.fromSequence() != nextEvent) {
            return;
        }
        for (JobEvent event : answer.events()) {
            if (!event.job().equals(job)) {
                throw wrong("got an event of " + event.job());
            }
        }
        nextEvent = answer.next();
        hasAllEvents |= answer.last();
        eventsTicket = NO_TICKET;
        askEvents();
    }

    private void isOver(JobStatus status, long ticket) {
        if (!status.isFinal()) {
            throw wrong("is said to be over while " + status);
        }
        knowsEnd |= ticket == awaitTicket;
        hasTask |= ticket == taskTicket;
    }

    private void withdraw(long ticket) {
        if (ticket != NO_TICKET) {
            clients.ask(partition, new Input.Withdraw(ticket));
        }
    }

    private Violation wrong(String what) {
        return new Violation("ClientsHearTheTruth", job, Violation.NO_TASK, job + " " + what);
    }

    boolean isContent() {
        return isGivenUp || isAccepted && knowsEnd && hasAllEvents && hasTask && isCancelHeard && steersman.isContent();
    }

    int partition() {
        return partition;
    }

    JobId job() {
        return job;
    }

    @Override
    public String toString() {
        return job + " (" + (isAccepted ? "accepted" : "not accepted") + (knowsEnd ? ", end known" : "")
                + (hasAllEvents ? "" : ", events missing after " + nextEvent)
                + (hasTask ? "" : ", last task unknown") + (isCancelHeard ? "" : ", cancel not heard")
                + (steersman.isContent() ? "" : ", not steered to the end") + ")";
    }
}
