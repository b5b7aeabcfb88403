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
        Optional<String> fault(String who, int more, int jobsMax, int tasksMax) {
            if (jobs >= jobsMax) {
                return Optional.of(who + " has as many unfinished jobs as it may: " + jobs);
            }
            return tasks + more > tasksMax
                    ? Optional.of(who + " has " + tasks + " unfinished tasks, and with " + more
                            + " more would have more" + " than the " + tasksMax + " it may")
                    : Optional.empty();
        }
    }

    private final PlannerSettings settings;
    private final Count all = new Count();
    private final Map<String, Count> byTenant = new HashMap<>();

    OpenWork(PlannerSettings settings) {
        this.settings = settings;
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
        return all.fault("the partition", tasks, settings.openJobsMax(), settings.openTasksMax())
                .or(() -> byTenant.getOrDefault(options.tenant(), new Count())
                        .fault("tenant " + options.tenant(), tasks, tenant.openJobsMax(), tenant.openTasksMax()));
    }
}
