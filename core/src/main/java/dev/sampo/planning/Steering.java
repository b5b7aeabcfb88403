package dev.sampo.planning;

import dev.sampo.job.JobEvent;
import dev.sampo.job.JobStatus;
import dev.sampo.link.Order;

/**
 * Pauses jobs and lets them go on. What runs when a job is paused ends and counts. What waits at nodes comes back, and a node takes
 * up nothing of the job by itself.
 */
final class Steering {
    private final Books books;

    Steering(Books books) {
        this.books = books;
    }

    void pause(Input.Pause pause) {
        JobPlan job = books.jobs.get(pause.job());
        if (job == null) {
            books.reply(pause.ticket(), new Answer.NoSuchJob(pause.job()));
            return;
        }
        if (job.ledger.status() == JobStatus.RUNNING) {
            books.record(new JobEvent.JobPaused(job.ledger.id(), books.now));
            books.foresight.leaveCourse();
            job.clearLines();
            // What a node holds that has not greeted is not known yet.
            books.nodes.values().stream()
                    .filter(view -> !view.greeted || view.knows(job))
                    .forEach(view -> view.pause(job));
        }
        books.reply(pause.ticket(), new Answer.Steered(pause.job(), job.ledger.status()));
    }

    void resume(Input.Resume resume) {
        JobPlan job = books.jobs.get(resume.job());
        if (job == null) {
            books.reply(resume.ticket(), new Answer.NoSuchJob(resume.job()));
            return;
        }
        if (job.ledger.status() == JobStatus.PAUSED) {
            books.record(new JobEvent.JobResumed(job.ledger.id(), books.now));
            books.nodes.values().forEach(view -> view.tellNext(new Order.Resume(job.ledger.id())));
            books.enqueueDispatchable(job, 0, job.ledger.size());
        }
        books.reply(resume.ticket(), new Answer.Steered(resume.job(), job.ledger.status()));
    }
}
