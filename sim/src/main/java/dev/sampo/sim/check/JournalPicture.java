package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The facts of one partition as its store has them, with how far they are safe. */
final class JournalPicture {
    private final List<Fact> written = new ArrayList<>();
    private final Map<JobId, JobPicture> jobs = new LinkedHashMap<>();
    private int durable;

    JobPicture job(JobId id) {
        return jobs.get(id);
    }

    Map<JobId, JobPicture> jobs() {
        return jobs;
    }

    List<Fact> durableFacts() {
        return written.subList(0, durable);
    }

    List<Fact> written() {
        return written;
    }

    boolean isDurable(int position) {
        return position >= 0 && position < durable;
    }

    void write(Fact fact) {
        int position = written.size();
        written.add(fact);
        if (fact instanceof JobEvent.JobAccepted accepted) {
            jobs.putIfAbsent(accepted.job(), new JobPicture(accepted));
        }
        if (fact instanceof JobEvent event) {
            JobPicture job = jobs.get(event.job());
            if (job != null) {
                job.add(event, position);
            }
        }
    }

    void durable(int count) {
        durable = Math.max(durable, count);
    }

    /** The store lost what came after the first {@code count} facts. */
    void cut(int count) {
        var kept = new ArrayList<>(written.subList(0, count));
        written.clear();
        jobs.clear();
        durable = Math.min(durable, count);
        kept.forEach(this::write);
    }
}
