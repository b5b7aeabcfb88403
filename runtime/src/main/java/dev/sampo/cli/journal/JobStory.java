package dev.sampo.cli.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobLedger;
import dev.sampo.job.JobStatus;
import dev.sampo.planning.JobSummary;
import dev.sampo.story.ToldEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened to one job, in the order in which it was written down. */
record JobStory(
        String job,
        String partition,
        String name,
        String status,
        String reason,
        int tasks,
        int unfinished,
        @JsonInclude(JsonInclude.Include.NON_NULL) JobSummary.RanLocally ranLocally,
        List<ToldEvent> events) {

    static JobStory of(String partition, JobLedger job, List<JobEvent> events) {
        var told = new ArrayList<ToldEvent>();
        events.forEach(event -> told.add(ToldEvent.of(told.size(), event, job::nameOf)));
        return new JobStory(
                job.id().value(),
                partition,
                job.blueprint().name(),
                lower(job.status()),
                job.reason(),
                job.size(),
                job.unfinished(),
                JobSummary.RanLocally.of(job).orElse(null),
                told);
    }

    private static String lower(JobStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    String text() {
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "job %s (%s) in %s: %s%s, %d of %d tasks unfinished%s%n",
                job,
                name,
                partition,
                status,
                reason.isEmpty() ? "" : " (" + reason + ")",
                unfinished,
                tasks,
                ranLocally == null ? "" : "; " + ranLocally));
        events.forEach(event -> text.append('\n').append(event.line()));
        return text.toString();
    }
}
