package dev.sampo.metrics;

import dev.sampo.job.JobStatus;
import dev.sampo.telemetry.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Jobs: how many begin and end, for whom, and how long they take. */
final class JobMeters {
    private final Meters meters;
    private final Names<String, OfTenant> tenants;
    private final Map<JobStatus, Timer> durations = new EnumMap<>(JobStatus.class);

    JobMeters(Meters meters, int namesMax) {
        this.meters = meters;
        this.tenants = new Names<>(namesMax, Names.OTHER, OfTenant::new);
    }

    private final class OfTenant {
        private final String tenant;
        private final Counter started;
        private final Counter late;
        private final Map<JobStatus, Counter> ended = new EnumMap<>(JobStatus.class);

        OfTenant(String tenant) {
            this.tenant = tenant;
            started = meters.counter("sampo.jobs.started", "Jobs that were accepted", "tenant", tenant);
            late = meters.counter(
                    "sampo.jobs.late",
                    "Jobs that were accepted although they will miss their deadline, by what is known",
                    "tenant",
                    tenant);
        }

        Counter ended(JobStatus status) {
            return ended.computeIfAbsent(
                    status,
                    how -> meters.counter(
                            "sampo.jobs.ended", "Jobs that have ended", "tenant", tenant, "status", Meters.lower(how)));
        }
    }

    void started(Event.JobStarted event) {
        tenants.of(event.tenant()).started.increment();
    }

    void late(Event.DeadlineOutOfReach event) {
        tenants.of(event.tenant()).late.increment();
    }

    void stopped(Event.JobStopped event) {
        tenants.of(event.tenant()).ended(event.status()).increment();
        durations
                .computeIfAbsent(
                        event.status(),
                        how -> meters.timer(
                                "sampo.job.duration",
                                "How long jobs took, from their acceptance to their end",
                                "status",
                                Meters.lower(how)))
                .record(event.millis(), TimeUnit.MILLISECONDS);
    }
}
