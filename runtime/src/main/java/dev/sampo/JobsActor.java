package dev.sampo;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.Terminated;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Serves {@link JobRequest}s; never blocks, since every answer is a stage. */
final class JobsActor {
    private JobsActor() {}

    private static final AtomicInteger STARTED = new AtomicInteger();

    /** Ends the actor. */
    record Close() {}

    static ActorRef<Object> start(ActorSystem<?> system, Sampo sampo) {
        return system.systemActorOf(behavior(sampo), "sampo-jobs-" + STARTED.incrementAndGet(), Props.empty());
    }

    private static Behavior<Object> behavior(Sampo sampo) {
        return Behaviors.receive(Object.class)
                .onMessage(JobRequest.class, request -> {
                    answer(request, sampo);
                    return Behaviors.same();
                })
                .onMessage(ForSender.class, asked -> {
                    answer(asked.request().repliedTo(Adapter.toTyped(asked.sender())), sampo);
                    return Behaviors.same();
                })
                .onMessage(Close.class, close -> Behaviors.stopped())
                .build();
    }

    private record ForSender(JobRequest request, org.apache.pekko.actor.ActorRef sender) {}

    private static void answer(JobRequest request, Sampo sampo) {
        try {
            if (request instanceof JobRequest.Submit submit) {
                reply(request, sampo.submitAsync(submit.dag(), submit.options()), JobRequest.Reply.Submitted::new);
            } else if (request instanceof JobRequest.Await await) {
                reply(request, await.job().result(await.task()), JobRequest.Reply.Result::new);
            } else if (request instanceof JobRequest.Cancel cancel) {
                reply(request, cancel.job().cancelAsync(cancel.reason()), JobRequest.Reply.Cancelling::new);
            } else if (request instanceof JobRequest.Pause pause) {
                reply(request, pause.job().pauseAsync(), JobRequest.Reply.Steered::new);
            } else if (request instanceof JobRequest.Resume resume) {
                reply(request, resume.job().resumeAsync(), JobRequest.Reply.Steered::new);
            } else if (request instanceof JobRequest.AskStatus ask) {
                reply(request, ask.job().statusAsync(), JobRequest.Reply.Status::new);
            } else if (request instanceof JobRequest.AskJobs) {
                reply(request, sampo.jobSummariesAsync(), JobRequest.Reply.Jobs::new);
            } else {
                throw new AssertionError(request);
            }
        } catch (SampoException refused) {
            request.replyTo().tell(new JobRequest.Reply.Failed(refused));
        }
    }

    private static <T> void reply(
            JobRequest request, CompletionStage<? extends T> answer, Function<T, JobRequest.Reply> wrap) {
        answer.whenComplete((value, failure) -> request.replyTo()
                .tell(failure == null ? wrap.apply(value) : new JobRequest.Reply.Failed(known(failure))));
    }

    private static SampoException known(Throwable failure) {
        Throwable cause = SampoException.causeOf(failure);
        return cause instanceof SampoException known ? known : new SampoException.Indeterminate("the request", cause);
    }

    /** Lets classic actors ask: who sent the request is who is answered. */
    static org.apache.pekko.actor.ActorRef classic(ActorSystem<?> system, ActorRef<Object> jobs) {
        return Adapter.toClassic(system)
                .actorOf(org.apache.pekko.actor.Props.create(Bridge.class, () -> new Bridge(jobs)));
    }

    private static final class Bridge extends AbstractActor {
        private final ActorRef<Object> jobs;

        Bridge(ActorRef<Object> jobs) {
            this.jobs = jobs;
        }

        @Override
        public void preStart() {
            getContext().watch(Adapter.toClassic(jobs));
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(JobRequest.class, request -> jobs.tell(new ForSender(request, getSender())))
                    .match(Terminated.class, closed -> getContext().stop(getSelf()))
                    .build();
        }
    }
}
