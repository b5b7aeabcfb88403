package dev.sampo.journal.replicated;

import com.typesafe.config.Config;
import dev.sampo.journal.Blobs;
import dev.sampo.journal.SnapshotFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.apache.pekko.serialization.SerializationExtension;
import scala.Option;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;

/**
 * The snapshot store plugin of the replicated home, named by {@code pekko.persistence.snapshot-store.plugin =
 * "sampo.journal.replicated-snapshots"}.
 */
public final class RaftSnapshots extends SnapshotStore {

    private final ReplicatedJournal journal;
    private final Blobs blobs;
    private final ExecutionContext io;
    private final int keepLast;
    private final long snapshotMax;

    public RaftSnapshots(Config config) {
        ActorSystem system = context().system();
        this.journal = ReplicatedJournal.get(system);
        this.blobs = new Blobs(SerializationExtension.get(system));
        this.io = system.dispatchers().lookup(config.getString("io-dispatcher"));
        this.keepLast = config.getInt("keep-last");
        this.snapshotMax = config.getBytes("snapshot-max");
        if (keepLast < 1) {
            throw new IllegalArgumentException("keep-last must be at least 1, but is " + keepLast);
        }
    }

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return onIo(() -> {
            SnapshotStream stream = new SnapshotStream(journal, persistenceId);
            for (SnapshotStream.Kept kept : stream.list()) {
                if (matches(persistenceId, criteria, kept)) {
                    return Optional.of(selected(persistenceId, stream.read(kept)));
                }
            }
            return Optional.empty();
        });
    }

    private static boolean matches(String persistenceId, SnapshotSelectionCriteria criteria, SnapshotStream.Kept kept) {
        return criteria.matches(new SnapshotMetadata(persistenceId, kept.sequenceNr(), kept.timestamp()));
    }

    private SelectedSnapshot selected(String persistenceId, ByteBuffer bytes) throws IOException {
        String damage = SnapshotFile.damage(bytes);
        if (damage != null) {
            throw new IOException("SNAPSHOT_CORRUPT persistence-id=" + persistenceId + " " + damage);
        }
        SnapshotFile file = SnapshotFile.decode(bytes);
        SnapshotMetadata metadata = new SnapshotMetadata(
                file.persistenceId(),
                file.sequenceNr(),
                file.timestamp(),
                file.metadata() == null ? Option.empty() : Option.apply(blobs.read(file.metadata())));
        return SelectedSnapshot.create(metadata, blobs.read(file.state()));
    }

    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
        return onIo(() -> {
            SnapshotFile file = new SnapshotFile(
                    metadata.persistenceId(),
                    metadata.sequenceNr(),
                    metadata.timestamp(),
                    blobs.write(snapshot),
                    blobs.write(metadata.metadata()));
            if (file.state().bytes().length > snapshotMax) {
                throw new IllegalArgumentException("the snapshot of " + metadata.persistenceId() + " takes "
                        + file.state().bytes().length + " bytes, more than snapshot-max " + snapshotMax);
            }
            new SnapshotStream(journal, metadata.persistenceId()).save(file, keepLast);
            return null;
        });
    }

    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
        return onIo(() -> {
            new SnapshotStream(journal, metadata.persistenceId())
                    .delete(kept -> kept.sequenceNr() == metadata.sequenceNr()
                            && (metadata.timestamp() == 0 || kept.timestamp() == metadata.timestamp()));
            return null;
        });
    }

    @Override
    public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return onIo(() -> {
            new SnapshotStream(journal, persistenceId).delete(kept -> matches(persistenceId, criteria, kept));
            return null;
        });
    }

    private <T> Future<T> onIo(Callable<T> work) {
        return Futures.future(
                () -> {
                    try {
                        return work.call();
                    } catch (CompletionException e) {
                        throw e.getCause() instanceof Exception cause ? cause : e;
                    }
                },
                io);
    }
}
