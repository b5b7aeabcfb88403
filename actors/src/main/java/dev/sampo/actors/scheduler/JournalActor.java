package dev.sampo.actors.scheduler;

import dev.sampo.actors.Barrier;
import dev.sampo.job.Ledger;
import dev.sampo.wire.Facts;
import dev.sampo.wire.ToScheduler;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.japi.pf.ReceiveBuilder;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.DeleteMessagesFailure;
import org.apache.pekko.persistence.DeleteMessagesSuccess;
import org.apache.pekko.persistence.DeleteSnapshotsFailure;
import org.apache.pekko.persistence.DeleteSnapshotsSuccess;
import org.apache.pekko.persistence.RecoveryCompleted;
import org.apache.pekko.persistence.SaveSnapshotFailure;
import org.apache.pekko.persistence.SaveSnapshotSuccess;
import org.apache.pekko.persistence.SnapshotOffer;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Writes one partition's facts and reads them back. Several writes are out at a time and are confirmed in order. A write
 * that fails stops the actor, and its scheduler with it: what is in the journal then is known only to who reads it again.
 * After a write that was rejected, which is how a journal says that it wrote nothing, that much is known.
 */
class JournalActor extends AbstractPersistentActor {
    private static final Logger LOG = LoggerFactory.getLogger(JournalActor.class);
    private static final long NONE = -1;

    /** The sum of facts so far, to replace the facts themselves. */
    record Checkpoint(Facts facts) {}

    /** Asks whether nobody else has continued this journal; answered by {@link News.Confirmed}. */
    enum Confirm {
        NOW
    }

    /** The journal's answer: negative when there was none. */
    private record Highest(long number) {}

    private final int partition;
    private final Object life;
    private final ActorRef<ToScheduler> scheduler;
    private final Barrier barrier;
    private final SinceCheckpoint since = new SinceCheckpoint();
    private Ledger ledger = new Ledger();
    private long acknowledged;
    private long awaited = NONE;

    private JournalActor(int partition, Object life, Barrier barrier, ActorRef<ToScheduler> scheduler) {
        this.barrier = barrier;
        this.partition = partition;
        this.life = life;
        this.scheduler = scheduler;
    }

    /** The plugins are asked for while the superclass is constructed, when fields are not set but captures are. */
    static Props props(
            int partition,
            String journalPlugin,
            String snapshotPlugin,
            Barrier barrier,
            Object life,
            ActorRef<ToScheduler> scheduler) {
        return Props.create(JournalActor.class, () -> new JournalActor(partition, life, barrier, scheduler) {
            @Override
            public String journalPluginId() {
                return journalPlugin;
            }

            @Override
            public String snapshotPluginId() {
                return snapshotPlugin;
            }
        });
    }

    @Override
    public String persistenceId() {
        return "sampo-partition-" + partition;
    }

    @Override
    public Receive createReceiveRecover() {
        return ReceiveBuilder.create()
                .match(Facts.class, this::replay)
                .match(SnapshotOffer.class, this::restore)
                .match(RecoveryCompleted.class, done -> recovered())
                .build();
    }

    private void replay(Facts batch) {
        ledger.replay(batch.facts(), batch.upTo());
        since.add(batch.facts());
    }

    private void restore(SnapshotOffer offer) {
        var checkpoint = (Facts) offer.snapshot();
        ledger = Ledger.restore(checkpoint.facts(), checkpoint.upTo());
    }

    private void recovered() {
        acknowledged = lastSequenceNr();
        scheduler.tell(new News.Recovered(life, ledger, since));
        ledger = null;
    }

    @Override
    public Receive createReceive() {
        return ReceiveBuilder.create()
                .match(Facts.class, this::write)
                .match(Confirm.class, confirm -> confirm())
                .match(Highest.class, this::confirmed)
                .match(Checkpoint.class, checkpoint -> saveSnapshot(checkpoint.facts()))
                .match(SaveSnapshotSuccess.class, this::cut)
                .match(SaveSnapshotFailure.class, this::notCut)
                .match(
                        DeleteMessagesFailure.class,
                        failure -> LOG.warn(
                                "{}: facts before its checkpoint stay in the journal",
                                persistenceId(),
                                failure.cause()))
                .match(
                        DeleteSnapshotsFailure.class,
                        failure -> LOG.warn("{}: older checkpoints stay", persistenceId(), failure.cause()))
                .match(DeleteMessagesSuccess.class, done -> {})
                .match(DeleteSnapshotsSuccess.class, done -> {})
                .build();
    }

    private void write(Facts batch) {
        persistAsync(batch, written -> {
            acknowledged = lastSequenceNr();
            scheduler.tell(new News.Written(life, written.upTo()));
            confirmWhenAllIsMine();
        });
    }

    private void confirm() {
        var self = getSelf();
        barrier.highest(persistenceId())
                .whenComplete((number, failure) -> self.tell(
                        new Highest(failure == null ? number : NONE), org.apache.pekko.actor.ActorRef.noSender()));
    }

    private void confirmed(Highest highest) {
        if (highest.number() == NONE) {
            scheduler.tell(new News.Confirmed(life, false));
        } else {
            awaited = highest.number();
            confirmWhenAllIsMine();
        }
    }

    /** What is in the journal beyond what was acknowledged here may be on its way here, or somebody else's. */
    private void confirmWhenAllIsMine() {
        if (awaited != NONE && awaited <= acknowledged) {
            awaited = NONE;
            scheduler.tell(new News.Confirmed(life, true));
        }
    }

    private void cut(SaveSnapshotSuccess saved) {
        long upTo = saved.metadata().sequenceNr();
        deleteMessages(upTo);
        deleteSnapshots(SnapshotSelectionCriteria.create(upTo - 1, Long.MAX_VALUE));
        scheduler.tell(new News.CheckpointOver(life));
    }

    private void notCut(SaveSnapshotFailure failure) {
        LOG.warn("{}: no checkpoint could be saved, the journal keeps growing", persistenceId(), failure.cause());
        scheduler.tell(new News.CheckpointOver(life));
    }

    @Override
    public void onPersistRejected(Throwable cause, Object event, long sequenceNr) {
        scheduler.tell(new News.Refused(life, String.valueOf(cause.getMessage())));
        getContext().stop(getSelf());
    }

    @Override
    public void onRecoveryFailure(Throwable cause, Option<Object> event) {
        LOG.error("{}: its journal cannot be read back", persistenceId(), cause);
    }
}
