package dev.sampo.actors.scheduler;

import dev.sampo.job.JobId;
import dev.sampo.planning.Answer;
import dev.sampo.planning.Input;
import dev.sampo.wire.ToClient;
import dev.sampo.wire.ToScheduler;

/** What those are told who ask when as many do as may. */
final class Busy {
    private static final long RETRY_AFTER_MILLIS = 1_000;
    private static final String TOO_MANY_ASK = "too many ask the partition at once";

    private Busy() {}

    static ToClient answer(JobId job) {
        return answer(job, TOO_MANY_ASK);
    }

    static ToClient answer(JobId job, String why) {
        return new ToClient(new Answer.Busy(job, why, RETRY_AFTER_MILLIS));
    }

    /** Nobody is told who asks again anyway. */
    static void tell(ToScheduler.FromClient request) {
        Input.Request asked = request.withTicket(0);
        boolean isAskedAgain = asked instanceof Input.AskJobs || asked instanceof Input.AskBreakers;
        if (isAskedAgain || asked instanceof Input.OfPartition) {
            return;
        }
        if (asked instanceof Input.ForceBreaker force) {
            request.replyTo().tell(new ToClient(new Answer.BreakerNotSet(force.breaker(), TOO_MANY_ASK)));
            return;
        }
        request.replyTo().tell(answer(jobOf(asked)));
    }

    private static JobId jobOf(Input.Request request) {
        if (request instanceof Input.Submit submit) {
            return submit.job();
        } else if (request instanceof Input.Cancel cancel) {
            return cancel.job();
        } else if (request instanceof Input.Pause pause) {
            return pause.job();
        } else if (request instanceof Input.Resume resume) {
            return resume.job();
        } else if (request instanceof Input.AskStatus ask) {
            return ask.job();
        } else if (request instanceof Input.AwaitTask await) {
            return await.job();
        } else if (request instanceof Input.AwaitJob await) {
            return await.job();
        } else if (request instanceof Input.AskValues ask) {
            return ask.job();
        } else if (request instanceof Input.AskEvents ask) {
            return ask.job();
        } else if (request instanceof Input.AskExplanation ask) {
            return ask.job();
        } else if (request instanceof Input.AskTasks ask) {
            return ask.job();
        } else if (request instanceof Input.Rerun rerun) {
            return rerun.fork();
        } else if (request instanceof Input.AskJobExplanation ask) {
            return ask.job();
        }
        throw new AssertionError(request);
    }
}
