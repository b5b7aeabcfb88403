package dev.sampo.actors.scheduler;

import dev.sampo.actors.Barrier;
import dev.sampo.actors.EngineClock;
import dev.sampo.actors.EngineSettings;
import dev.sampo.actors.membership.Suspected;
import dev.sampo.actors.telemetry.Telemetry;
import dev.sampo.actors.worker.WorkerActor;
import dev.sampo.job.Ledger;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import dev.sampo.planning.Planner;
import dev.sampo.wire.Facts;
import dev.sampo.wire.ToClient;
import dev.sampo.wire.ToScheduler;
import dev.sampo.wire.ToWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/**
 * Serves one partition: collects what has arrived, lets the planner decide, gives its facts to the journal, its letters
 * to the nodes at once and its replies to clients when they are durable. When the journal fails, the actor starts again
 * from what the journal holds, in a new term; whoever waited for an answer asks again.
 */
public final class SchedulerActor extends AbstractBehavior<ToScheduler> {
    private static final int STEP_INPUTS_MAX = 1_024;
    private static final int STASH_MAX = 10_000;
    private static final Duration INTRODUCE_AGAIN = Duration.ofSeconds(2);
    private static final Duration COUNT_AGAIN = Duration.ofMillis(150);
    private static final Duration LOOK_AFTER_CLIENTS = Duration.ofSeconds(1);
    private static final Duration LOAD_TOLD_AFTER = Duration.ofSeconds(1);
    /** Who has come later, or has missed what was told last, is not to be wrong for ever. */
    private static final Duration LOAD_TOLD_AGAIN = Duration.ofSeconds(15);

    private static final Duration BACKOFF_MIN = Duration.ofMillis(200);
    private static final Duration BACKOFF_MAX = Duration.ofSeconds(10);
    private static final Duration BARRIER_AGAIN = Duration.ofMillis(500);

    /** Ends the actor once what it has decided is written. */
    public enum Stop implements ToScheduler.Internal {
        NOW
    }

    private final Object life = new Object();
    private final int partition;
    private final EngineSettings settings;
    private final EngineClock clock;
    private final Telemetry telemetry;
    private final TimerScheduler<ToScheduler> timers;
    private final StashBuffer<ToScheduler> early;
    private final org.apache.pekko.actor.ActorRef journal;
    private final Barrier barrier;
    private final Clients clients;
    private final Peers peers;
    private final ActorRef<ToClient> answers;
    private final Nodes nodes = new Nodes();
    private final Arrivals arrivals;
    private final Offers offers;
    private final Vitals vitals;
    private final Searchers searches;
    private final Post post = new Post(nodes);
    private List<Input> inputs = new ArrayList<>();
    private Planner planner;
    private WriteAhead facts;
    private Blueprints blueprints;
    private long termFact;
    private long wakeAt = Plan.NEVER;
    private SinceCheckpoint sinceCheckpoint;
    private boolean checkpointing;
    private boolean stepQueued;
    private boolean stopping;

    private SchedulerActor(
            ActorContext<ToScheduler> context,
            TimerScheduler<ToScheduler> timers,
            StashBuffer<ToScheduler> early,
            int partition,
            EngineSettings settings,
            EngineClock clock,
            Barrier barrier,
            Telemetry telemetry,
            Peers peers) {
        super(context);
        this.peers = peers;
        this.answers = context.messageAdapter(ToClient.class, told -> new News.Told(life, told.answer()));
        this.telemetry = telemetry;
        this.partition = partition;
        this.settings = settings;
        this.clock = clock;
        this.timers = timers;
        this.early = early;
        this.barrier = barrier;
        this.clients = new Clients(settings.clientsMax());
        this.arrivals = new Arrivals(peers, context.getSystem().address(), nodes);
        this.offers = new Offers(context);
        this.vitals = new Vitals(partition, clock, telemetry);
        this.searches = new Searchers(context, life);
        this.journal = Adapter.actorOf(
                context,
                JournalActor.props(
                        partition,
                        settings.journalPlugin(),
                        settings.snapshotPlugin(),
                        barrier,
                        life,
                        context.getSelf()));
        Adapter.watch(context, journal);
    }

    public static Behavior<ToScheduler> create(
            int partition,
            EngineSettings settings,
            EngineClock clock,
            Barrier barrier,
            Telemetry telemetry,
            Peers peers) {
        Behavior<ToScheduler> serving = Behaviors.setup(context -> Behaviors.withTimers(timers -> Behaviors.withStash(
                STASH_MAX,
                stash -> new SchedulerActor(
                        context, timers, stash, partition, settings, clock, barrier, telemetry, peers))));
        return Behaviors.supervise(serving)
                .onFailure(Exception.class, SupervisorStrategy.restartWithBackoff(BACKOFF_MIN, BACKOFF_MAX, 0.1));
    }

    @Override
    public Receive<ToScheduler> createReceive() {
        return newReceiveBuilder()
                .onMessage(News.Recovered.class, this::isMine, this::begin)
                .onMessage(News.OfJournal.class, stale -> this)
                .onMessageEquals(Stop.NOW, Behaviors::stopped)
                .onAnyMessage(this::tooEarly)
                .onSignal(Terminated.class, this::gone)
                .build();
    }

    private boolean isMine(News.SearchEnded news) {
        return news.life() == life;
    }

    private boolean isMine(News.OfJournal news) {
        return news.life() == life;
    }

    /** Nothing can be said before the journal has been read. */
    private Behavior<ToScheduler> tooEarly(ToScheduler message) {
        if (!early.isFull()) {
            early.stash(message);
        } else if (message instanceof ToScheduler.FromClient request) {
            Busy.tell(request);
        }
        return this;
    }

    private Behavior<ToScheduler> begin(News.Recovered recovered) {
        Ledger ledger = recovered.ledger();
        long now = clock.millis();
        long term = ledger.term() + 1;
        getContext().getLog().debug("partition {} begins term {} with {} facts", partition, term, ledger.factCount());
        clients.begin(ledger.factCount());
        facts = new WriteAhead(ledger.factCount(), batch -> {
            clients.held().sent(batch.upTo());
            vitals.sent(batch);
            journal.tell(batch, noSender());
        });
        sinceCheckpoint = recovered.since();
        blueprints = new Blueprints(ledger);
        planner = Planner.begin(ledger, partition, term, settings.planner(), 31 * term + partition, now);
        termFact = ledger.factCount();
        inputs.add(new Input.NodesUnknown(1)); // Nobody has said yet who is there.
        step();
        timers.startTimerWithFixedDelay(News.TellLoad.AGAIN, News.TellLoad.AGAIN, LOAD_TOLD_AGAIN);
        ActorRef<Receptionist.Listing> listings = getContext()
                .messageAdapter(
                        Receptionist.Listing.class,
                        listing -> new News.WorkersListed(
                                listing.getServiceInstances(WorkerActor.KEY),
                                listing.getAllServiceInstances(WorkerActor.KEY)));
        getContext().getSystem().receptionist().tell(Receptionist.subscribe(WorkerActor.KEY, listings));
        ActorRef<Suspected> suspicions =
                getContext().messageAdapter(Suspected.class, suspected -> new News.Suspected(suspected.address()));
        getContext().getSystem().eventStream().tell(new EventStream.Subscribe<>(Suspected.class, suspicions));
        return early.unstashAll(serving());
    }

    private Behavior<ToScheduler> serving() {
        return Behaviors.receive(ToScheduler.class)
                .onMessage(ToScheduler.FromNode.class, from -> take(new Input.Reported(from.report())))
                .onMessage(News.Written.class, this::isMine, this::written)
                .onMessage(News.Refused.class, this::isMine, this::refused)
                .onMessage(News.StepNow.class, queued -> stepQueued())
                .onMessage(ToScheduler.FromClient.class, this::request)
                .onMessage(News.Wake.class, wake -> woken())
                .onMessage(ToScheduler.FetchBlueprint.class, this::serveBlueprint)
                .onMessage(ToScheduler.Announce.class, this::announced)
                .onMessage(News.WorkersListed.class, this::listed)
                .onMessage(News.Suspected.class, suspected -> suspect(nodes.suspected(suspected.node())))
                .onMessage(News.CountAgain.class, again -> takeNoteOfArrivals())
                .onMessage(News.IntroduceAgain.class, again -> introduce())
                .onMessage(News.LookAfterClients.class, look -> lookAfterClients())
                .onMessage(News.TellLoad.class, tell -> tellLoad())
                .onMessage(ToScheduler.Offer.class, this::offered)
                .onMessage(News.OfferEnded.class, this::offerEnded)
                .onMessage(News.JarEnded.class, this::jarEnded)
                .onMessage(News.SearchEnded.class, this::isMine, ended -> take(ended.found()))
                .onMessage(News.Told.class, told -> told.life() == life, told -> take(new Input.Told(told.answer())))
                .onMessage(News.CheckpointOver.class, this::isMine, this::checkpointOver)
                .onMessage(News.Confirmed.class, this::isMine, this::confirmed)
                .onMessage(News.AskAgain.class, again -> askAgain())
                .onMessage(News.OfJournal.class, stale -> Behaviors.same())
                .onMessageEquals(Stop.NOW, this::stop)
                .onSignal(Terminated.class, this::gone)
                .onSignal(PostStop.class, signal -> servesNoMore())
                .onSignal(PreRestart.class, signal -> servesNoMore())
                .build();
    }

    private Behavior<ToScheduler> servesNoMore() {
        searches.stop();
        vitals.left();
        return Behaviors.same();
    }

    private Behavior<ToScheduler> take(Input input) {
        inputs.add(input);
        if (inputs.size() >= STEP_INPUTS_MAX) {
            step();
        } else if (!stepQueued) {
            stepQueued = true;
            getContext().getSelf().tell(STEP);
        }
        return Behaviors.same();
    }

    private static final News.StepNow STEP = new News.StepNow();

    private Behavior<ToScheduler> stepQueued() {
        stepQueued = false;
        step();
        return Behaviors.same();
    }

    private void step() {
        List<Input> arrived = inputs;
        inputs = new ArrayList<>();
        planner.tells(telemetry.isHeard(), telemetry::isHeard);
        Plan plan = planner.step(clock.millis(), arrived);
        telemetry.tell(plan.events());
        planner.news().ifPresent(news -> getContext().getLog().warn("partition {}: {}", partition, news));
        plan.searches().forEach(searches::begin);
        plan.calls().forEach(call -> peers.tell(call.partition(), ToScheduler.of(call.request(), answers)));
        plan.replies().forEach(reply -> clients.hold(reply, plan.factsUpTo()));
        post.add(plan.letters());
        sendLetters(); // First: nodes wait for them, while whoever waits for the journal waits for a disk.
        if (!plan.facts().isEmpty()) {
            facts.add(plan.facts(), plan.factsUpTo());
            sinceCheckpoint.add(plan.facts());
        }
        answer();
        if (clients.isAnyNew() && !timers.isTimerActive(News.LookAfterClients.class)) {
            timers.startSingleTimer(News.LookAfterClients.class, new News.LookAfterClients(), LOOK_AFTER_CLIENTS);
        }
        if (vitals.areAsked() && !timers.isTimerActive(News.TellLoad.class)) {
            timers.startSingleTimer(News.TellLoad.class, new News.TellLoad(), LOAD_TOLD_AFTER);
        }
        wakeBy(plan.wakeAt());
        checkpointWhenDue();
    }

    private Behavior<ToScheduler> tellLoad() {
        vitals.load(planner);
        return Behaviors.same();
    }

    /** A barrier is asked for when the answers that are left wait for nothing else. */
    private void answer() {
        clients.answer();
        if (clients.held().asks()) {
            if (barrier == Barrier.IMMEDIATE) {
                clients.held().confirmed();
                clients.answer();
            } else {
                journal.tell(JournalActor.Confirm.NOW, noSender());
            }
        }
    }

    private Behavior<ToScheduler> confirmed(News.Confirmed confirmed) {
        if (confirmed.isCertain()) {
            clients.held().confirmed();
            answer();
        } else {
            clients.held().unanswered();
            timers.startSingleTimer(News.AskAgain.class, new News.AskAgain(), BARRIER_AGAIN);
        }
        return Behaviors.same();
    }

    private Behavior<ToScheduler> askAgain() {
        answer();
        return Behaviors.same();
    }

    /** No letter of a term leaves before the journal has the term: another scheduler could begin the same one. */
    private void sendLetters() {
        if (facts.durable() >= termFact) {
            post.send(blueprints, getContext().getSelf());
        }
    }

    private Behavior<ToScheduler> written(News.Written written) {
        clients.held().durable(written.upTo());
        vitals.written();
        facts.written(written.upTo());
        answer();
        sendLetters();
        if (stopping && facts.isIdle()) {
            return Behaviors.stopped();
        }
        return take(new Input.Durable(written.upTo()));
    }

    private Behavior<ToScheduler> refused(News.Refused refused) {
        clients.refuse(facts.unwritten(), refused.why());
        throw new JournalLost(partition);
    }

    private void wakeBy(long at) {
        if (at <= clock.millis()) {
            wakeAt = at;
            getContext().getSelf().tell(new News.Wake());
        } else if (at < wakeAt) {
            wakeAt = at;
            long delay = Math.max(1, at - clock.millis());
            timers.startSingleTimer(News.Wake.class, new News.Wake(), Duration.ofMillis(delay));
        }
    }

    private Behavior<ToScheduler> woken() {
        wakeAt = Plan.NEVER;
        return take(new Input.Tick());
    }

    private Behavior<ToScheduler> request(ToScheduler.FromClient request) {
        if (clients.isFull() || stopping) {
            Busy.tell(request);
            return Behaviors.same();
        }
        Input.Request asked = request.withTicket(clients.ticket(request.replyTo()));
        if (asked instanceof Input.Submit) {
            takeNoteOfArrivals();
        }
        return take(asked);
    }

    private Behavior<ToScheduler> serveBlueprint(ToScheduler.FetchBlueprint fetch) {
        fetch.replyTo().tell(blueprints.piece(fetch));
        return Behaviors.same();
    }

    private Behavior<ToScheduler> announced(ToScheduler.Announce announce) {
        if (nodes.announced(announce)) {
            getContext().watch(announce.worker());
            take(new Input.NodeSeen(
                    announce.node(),
                    announce.incarnation(),
                    announce.capacity(),
                    announce.labels(),
                    announce.isWorker(),
                    announce.availability(),
                    announce.turn()));
            takeNoteOfArrivals();
        }
        return Behaviors.same();
    }

    private Behavior<ToScheduler> takeNoteOfArrivals() {
        int unknown = arrivals.count(clock.millis());
        if (unknown > 0 && planner.isCounting()) {
            timers.startSingleTimer(News.CountAgain.class, new News.CountAgain(), COUNT_AGAIN);
        }
        return take(new Input.NodesUnknown(unknown));
    }

    private Behavior<ToScheduler> listed(News.WorkersListed listed) {
        arrivals.listed();
        suspect(nodes.listed(listed.reachable(), listed.all()));
        takeNoteOfArrivals();
        return Behaviors.same();
    }

    /** Their work goes elsewhere at once; whoever lives after all says so when asked. */
    private Behavior<ToScheduler> suspect(List<Nodes.Known> suspects) {
        suspects.forEach(known -> take(new Input.NodeSuspected(known.node(), known.incarnation())));
        return introduce();
    }

    private Behavior<ToScheduler> introduce() {
        if (!nodes.strangers().isEmpty()) {
            nodes.strangers()
                    .forEach(worker ->
                            worker.tell(new ToWorker.Introduce(getContext().getSelf())));
            timers.startSingleTimer(News.IntroduceAgain.class, new News.IntroduceAgain(), INTRODUCE_AGAIN);
        }
        return Behaviors.same();
    }

    private Behavior<ToScheduler> offered(ToScheduler.Offer offer) {
        if (!offers.begin(offer)) {
            offer.replyTo().tell(Busy.answer(offer.job()));
        }
        return Behaviors.same();
    }

    private Behavior<ToScheduler> offerEnded(News.OfferEnded ended) {
        offers.end(ended, planner.ledger().jars()).forEach(this::submit);
        return Behaviors.same();
    }

    private void submit(Offers.Complete complete) {
        ToScheduler.Submit submit = complete.submit();
        if (clients.isFull() || stopping) {
            Busy.tell(submit);
        } else {
            takeNoteOfArrivals();
            take(submit.withTicket(clients.ticket(submit.replyTo())).with(complete.jar()));
        }
    }

    private Behavior<ToScheduler> jarEnded(News.JarEnded ended) {
        offers.end(ended, planner.ledger().jars()).forEach(this::submit);
        return Behaviors.same();
    }

    private void checkpointWhenDue() {
        if (sinceCheckpoint.isDue(settings.checkpointFacts()) && !checkpointing) {
            checkpointing = true;
            sinceCheckpoint.begun();
            var checkpoint =
                    new Facts(planner.ledger().facts(), planner.ledger().factCount());
            journal.tell(new JournalActor.Checkpoint(checkpoint), noSender());
        }
    }

    private Behavior<ToScheduler> checkpointOver(News.CheckpointOver over) {
        checkpointing = false;
        return Behaviors.same();
    }

    private Behavior<ToScheduler> stop() {
        stopping = true;
        return facts.isIdle() ? Behaviors.stopped() : Behaviors.same();
    }

    /** Not at once: most are answered before, and to watch what lives elsewhere costs more than an answer. */
    private Behavior<ToScheduler> lookAfterClients() {
        clients.newlyWaiting().forEach(getContext()::watch);
        return Behaviors.same();
    }

    private Behavior<ToScheduler> gone(Terminated terminated) {
        ActorRef<Void> actor = terminated.getRef();
        if (Adapter.toClassic(actor).equals(journal)) {
            throw new JournalLost(partition);
        }
        nodes.gone(actor).ifPresent(known -> take(new Input.NodeLost(known.node(), known.incarnation())));
        clients.gone(actor).forEach(ticket -> take(new Input.Withdraw(ticket)));
        return Behaviors.same();
    }

    private static org.apache.pekko.actor.ActorRef noSender() {
        return org.apache.pekko.actor.ActorRef.noSender();
    }
}
