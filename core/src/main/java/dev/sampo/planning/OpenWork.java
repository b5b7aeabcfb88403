package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Placing;
import dev.sampo.job.JobOptions;
import dev.sampo.tenant.TenantSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How much is unfinished, in all and of each tenant, and whether more may be accepted. With several partitions a tenant's limits are
 * allotted as those of tasks are: a job for which this partition has no place waits for a moment while one is asked for.
 */
final class OpenWork {
    /** To ask whoever owns the limit, and for that one to ask all others for what they do not use. */
    private static final long PATIENCE = 500;

    private static final int WAITING_MAX = 1_000;
    /** No task's limit is named so. */
    private static final String KEY = "\0";

    private static final class Count {
        private int jobs;
        private long tasks;

        void change(int more, int tasks) {
            jobs += more;
            this.tasks += (long) more * tasks;
        }

        /** Why so many tasks more would be too many. */
        Optional<String> fault(String who, int more, int jobsMax, int tasksMax) {
            if (jobs >= jobsMax) {
                return Optional.of(who + " has as many unfinished jobs as it may: " + jobsMax);
            }
            return tasks + more > tasksMax
                    ? Optional.of(who + " has " + tasks + " unfinished tasks, and with " + more
                            + " more would have more than it may: " + tasksMax)
                    : Optional.empty();
        }
    }

    /**
     * A job to be, and the places it is to have: what it has got it keeps while it waits for the next, so that no two can stand in each
     * other's way.
     */
    private static final class Candidate {
        private final Input.Submit submit;
        private final String tenant;
        private final List<Place> places;
        private final long until;
        private int taken;

        Candidate(Input.Submit submit, String tenant, List<Place> places, long until) {
            this.submit = submit;
            this.tenant = tenant;
            this.places = places;
            this.until = until;
        }

        private boolean hasAll() {
            return taken == places.size();
        }

        private Place next() {
            return places.get(taken);
        }
    }

    private record Place(Placing.Limit limit, int size, String what) {}

    private final Books books;
    private final Count all = new Count();
    private final Map<String, Count> byTenant = new HashMap<>();
    private List<Candidate> waiting = new ArrayList<>();
    /** Has all its places, and is looked at once more. */
    private Candidate ready;

    private final Set<Placing.Limit> wanted = new HashSet<>();

    OpenWork(Books books) {
        this.books = books;
    }

    /** Whether it counts open work: the journal says what is held of it, and no node needs to. */
    static boolean isCountedBy(String key) {
        return key.startsWith(KEY);
    }

    /** An earlier term has opened it. */
    void restored(JobPlan job) {
        opened(job);
        for (Place place : places(job)) {
            books.allotments.joins(place.limit(), place.size());
        }
    }

    void opened(JobPlan job) {
        change(job, 1);
    }

    void ended(JobPlan job) {
        change(job, -1);
        for (Place place : places(job)) {
            books.allotments.leaves(place.limit(), place.size());
        }
    }

    private void change(JobPlan job, int more) {
        int tasks = job.ledger.blueprint().size();
        all.change(more, tasks);
        Count tenant = byTenant.computeIfAbsent(job.tenant.name(), name -> new Count());
        tenant.change(more, tasks);
        if (tenant.jobs == 0) {
            byTenant.remove(job.tenant.name());
        }
    }

    private List<Place> places(JobPlan job) {
        return places(job.tenant.name(), job.ledger.blueprint().size());
    }

    /** In the order in which they are taken. */
    private List<Place> places(String name, int tasks) {
        TenantSettings tenant = books.settings.tenant(name);
        var places = new ArrayList<Place>(2);
        if (books.allotments.areShared() && tenant.openJobsMax() != TenantSettings.NO_LIMIT) {
            places.add(new Place(
                    new Placing.Limit(KEY + "jobs of " + name, tenant.openJobsMax()),
                    1,
                    "has as many unfinished jobs as it may"));
        }
        if (books.allotments.areShared() && tenant.openTasksMax() != TenantSettings.NO_LIMIT && tasks > 0) {
            places.add(new Place(
                    new Placing.Limit(KEY + "tasks of " + name, tenant.openTasksMax()),
                    tasks,
                    "has so many unfinished tasks that with " + tasks + " more it would have more than it may"));
        }
        return places;
    }

    /** Why the job cannot be accepted now whatever others have; empty when it can. */
    Optional<String> fault(Blueprint blueprint, JobOptions options) {
        TenantSettings tenant = books.settings.tenant(options.tenant());
        int tasks = blueprint.size();
        int partitions = books.settings.partitions();
        String here = partitions == 1 ? "the scheduler" : "the scheduler of this job, one of " + partitions + ",";
        return all.fault(here, tasks, books.settings.openJobsMax(), books.settings.openTasksMax())
                .or(() -> byTenant.getOrDefault(options.tenant(), new Count())
                        .fault("tenant " + options.tenant(), tasks, tenant.openJobsMax(), tenant.openTasksMax()));
    }

    /** Whether it has its places now; otherwise it waits for them, and comes back or is told that there are none. */
    boolean hasPlaces(Input.Submit submit, JobOptions options) {
        if (ready != null) {
            ready = null;
            return true;
        }
        String tenant = options.tenant();
        var candidate =
                new Candidate(submit, tenant, places(tenant, submit.blueprint().size()), books.now + PATIENCE);
        if (waiting.stream().noneMatch(other -> other.tenant.equals(tenant))) {
            take(candidate);
        }
        if (candidate.hasAll()) {
            return true;
        }
        if (waiting.size() >= WAITING_MAX) {
            refuse(
                    candidate,
                    "waits: so do " + WAITING_MAX + " other jobs with this scheduler for what their tenants may");
        } else if (books.allotments.isInVain(candidate.next().limit(), PATIENCE)) {
            refuse(candidate);
        } else {
            waiting.add(candidate);
            books.lookAgain(candidate.until);
        }
        return false;
    }

    private void take(Candidate candidate) {
        while (!candidate.hasAll()
                && books.allotments.hasRoom(
                        candidate.next().limit(), candidate.next().size())) {
            books.allotments.joins(candidate.next().limit(), candidate.next().size());
            candidate.taken++;
        }
    }

    private void letGo(Candidate candidate) {
        for (Place place : candidate.places.subList(0, candidate.taken)) {
            books.allotments.leaves(place.limit(), place.size());
        }
    }

    private void refuse(Candidate candidate) {
        Place lacks = candidate.next();
        refuse(candidate, lacks.what() + ": " + lacks.limit().max());
    }

    private void refuse(Candidate candidate, String why) {
        letGo(candidate);
        books.reply(
                candidate.submit.ticket(),
                JobLife.busy(candidate.submit.job(), "tenant " + candidate.tenant + " " + why));
    }

    /** Those that have waited for places are accepted, or refused, or wait on. */
    void lookAgain(Consumer<Input.Submit> accept) {
        if (waiting.isEmpty()) {
            return;
        }
        var before = waiting;
        waiting = new ArrayList<>();
        for (Candidate candidate : before) {
            take(candidate);
            if (candidate.hasAll() || books.jobs.containsKey(candidate.submit.job())) {
                ready = candidate;
                accept.accept(candidate.submit);
                if (ready != null) { // It is known by now, or is refused for something else.
                    letGo(candidate);
                    ready = null;
                }
            } else if (books.now >= candidate.until) {
                refuse(candidate);
            } else {
                waiting.add(candidate);
            }
        }
    }

    /** Says what those that wait lack, and of what they lacked before that they do no more. */
    void ask() {
        if (waiting.isEmpty() && wanted.isEmpty()) {
            return;
        }
        var wants = new HashMap<Placing.Limit, Integer>();
        wanted.forEach(limit -> wants.put(limit, 0));
        wanted.clear();
        for (Candidate candidate : waiting) {
            wants.merge(candidate.next().limit(), candidate.next().size(), OpenWork::sum);
            wanted.add(candidate.next().limit());
        }
        wants.forEach(books.allotments::wants);
    }

    private static int sum(int one, int other) {
        return (int) Math.min(Integer.MAX_VALUE, (long) one + other);
    }
}
