package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.JobOptions;
import dev.sampo.tenant.TenantSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How much is unfinished, in all and of each tenant, and whether more may be accepted. */
final class OpenWork {
    private static final class Count {
        private int jobs;
        private long tasks;

        void change(int more, int tasks) {
            jobs += more;
            this.tasks += (long) more * tasks;
        }

        /** Why so many tasks more would be too many. */
        Optional<String> fault(String who, int more, Part jobsMax, Part tasksMax) {
            if (jobs >= jobsMax.part()) {
                return Optional.of(who + " has as many unfinished jobs as it may: " + jobsMax);
            }
            return tasks + more > tasksMax.part()
                    ? Optional.of(who + " has " + tasks + " unfinished tasks, and with " + more
                            + " more would have more than it may: " + tasksMax)
                    : Optional.empty();
        }
    }

    /** What one of several schedulers may have of a limit that they share. */
    private record Part(int part, int whole, int schedulers) {

        /** Parts make up the whole, but for wholes of less than one for each. */
        static Part of(int whole, int scheduler, int schedulers) {
            int more = scheduler < whole % schedulers ? 1 : 0;
            boolean isLimit = whole != TenantSettings.NO_LIMIT;
            return new Part(isLimit ? Math.max(1, whole / schedulers + more) : whole, whole, schedulers);
        }

        static Part whole(int whole) {
            return new Part(whole, whole, 1);
        }

        @Override
        public String toString() {
            return schedulers == 1
                    ? Integer.toString(part)
                    : part + " with the scheduler of this job, since " + whole + " are shared out among " + schedulers
                            + " schedulers";
        }
    }

    private final PlannerSettings settings;
    private final int partition;
    private final Count all = new Count();
    private final Map<String, Count> byTenant = new HashMap<>();

    OpenWork(PlannerSettings settings, int partition) {
        this.settings = settings;
        this.partition = partition;
    }

    void opened(JobPlan job) {
        change(job, 1);
    }

    void ended(JobPlan job) {
        change(job, -1);
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

    /** Why the job cannot be accepted now; empty when it can. */
    Optional<String> fault(Blueprint blueprint, JobOptions options) {
        TenantSettings tenant = settings.tenant(options.tenant());
        int tasks = blueprint.size();
        int partitions = settings.partitions();
        String here = partitions == 1 ? "the scheduler" : "the scheduler of this job, one of " + partitions + ",";
        return all.fault(here, tasks, Part.whole(settings.openJobsMax()), Part.whole(settings.openTasksMax()))
                .or(() -> byTenant.getOrDefault(options.tenant(), new Count())
                        .fault(
                                "tenant " + options.tenant(),
                                tasks,
                                Part.of(tenant.openJobsMax(), partition, partitions),
                                Part.of(tenant.openTasksMax(), partition, partitions)));
    }
}
