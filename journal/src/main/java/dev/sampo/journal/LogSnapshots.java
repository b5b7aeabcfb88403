package dev.sampo.journal;

import com.typesafe.config.Config;
import dev.sampo.journal.SnapshotDirectory.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.dispatch.Futures;
import org.apache.pekko.event.Logging;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import org.apache.pekko.serialization.SerializationExtension;
import scala.Option;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;

/**
 * The snapshot store plugin, in the directory of the log whose events the snapshots sum up; named by
 * {@code pekko.persistence.snapshot-store.plugin = "sampo.journal.snapshots"}.
 *
 * <p>A damaged snapshot is passed over for an older one, but only while the events in between still exist: the journal next
 * door is asked, since a state with a hole in its past is worse than none.
 */
public final class LogSnapshots extends SnapshotStore {

    /** Where in the log's directory the snapshots lie. */
    static final String FOLDER = "snapshots";

    private final Blobs blobs;
    private final LoggingAdapter logger;
    private final ExecutionContext io;
    private final int keepLast;
    private final long snapshotMax;
    private final EventLog log;
    private final SnapshotDirectory directory;
    private final RuntimeException unusable;

    public LogSnapshots(Config config) {
        ActorSystem system = context().system();
        this.blobs = new Blobs(SerializationExtension.get(system));
        this.logger = Logging.getLogger(system, LogSnapshots.class);
        this.io = system.dispatchers().lookup(config.getString("io-dispatcher"));
        this.keepLast = config.getInt("keep-last");
        this.snapshotMax = config.getBytes("snapshot-max");
        EventLog opened = null;
        RuntimeException failure = null;
        try {
            check();
            opened = Journals.get(system).log(config.getString("log"));
        } catch (RuntimeException e) {
            failure = e;
            logger.error("{}", e.getMessage());
        }
        this.log = opened;
        this.unusable = failure;
        this.directory =
                opened == null ? null : new SnapshotDirectory(opened.directory().resolve(FOLDER), opened.disk());
    }

    private void check() {
        if (keepLast < 1) {
            throw new IllegalArgumentException("keep-last must be at least 1, but is " + keepLast);
        }
        if (snapshotMax < 1024 || snapshotMax > Integer.MAX_VALUE - 1024) {
            throw new IllegalArgumentException("snapshot-max must be from 1 KiB to 2 GiB, but is " + snapshotMax);
        }
    }

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return onIo(() -> load(persistenceId, criteria));
    }

    private Optional<SelectedSnapshot> load(String persistenceId, SnapshotSelectionCriteria criteria)
            throws IOException {
        List<Entry> damaged = new ArrayList<>();
        for (Entry entry : matching(persistenceId, criteria)) {
            ByteBuffer bytes = directory.read(entry, snapshotMax);
            String damage = SnapshotFile.damage(bytes);
            if (damage == null) {
                refuseHole(persistenceId, damaged, entry.sequenceNr());
                return Optional.of(selected(SnapshotFile.decode(bytes)));
            }
            logger.warning("SNAPSHOT_CORRUPT file={} {}: trying an older one", entry.file(), damage);
            damaged.add(entry);
        }
        refuseHole(persistenceId, damaged, 0);
        if (!damaged.isEmpty()) {
            logger.warning("SNAPSHOT_NONE_LEFT persistence-id={}: recovering from its events alone", persistenceId);
        }
        return Optional.empty();
    }

    private void refuseHole(String persistenceId, List<Entry> damaged, long sequenceNr) throws IOException {
        if (damaged.isEmpty()) {
            return;
        }
        if (log.deletedTo(persistenceId) > sequenceNr) {
            throw new IOException("SNAPSHOT_CORRUPT file=" + damaged.get(0).file() + ": the events of " + persistenceId
                    + " after " + sequenceNr + " are deleted up to " + log.deletedTo(persistenceId)
                    + ", so no older snapshot can replace it: restore the file from a copy");
        }
        for (Entry entry : damaged) {
            directory.setAside(entry);
        }
    }

    private SelectedSnapshot selected(SnapshotFile file) {
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
            if (file.state().bytes().length > snapshotMax - 1024) {
                throw new IllegalArgumentException("the snapshot of " + metadata.persistenceId() + " takes "
                        + file.state().bytes().length + " bytes, which snapshot-max " + snapshotMax
                        + " does not allow");
            }
            directory.save(file);
            List<Entry> all = directory.list(metadata.persistenceId());
            directory.delete(all.subList(Math.min(keepLast, all.size()), all.size()));
            return null;
        });
    }

    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
        return onIo(() -> {
            directory.delete(directory.list(metadata.persistenceId()).stream()
                    .filter(entry -> entry.sequenceNr() == metadata.sequenceNr())
                    .filter(entry -> metadata.timestamp() == 0 || entry.timestamp() == metadata.timestamp())
                    .toList());
            return null;
        });
    }

    @Override
    public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return onIo(() -> {
            directory.delete(matching(persistenceId, criteria));
            return null;
        });
    }

    private List<Entry> matching(String persistenceId, SnapshotSelectionCriteria criteria) throws IOException {
        return directory.list(persistenceId).stream()
                .filter(entry ->
                        criteria.matches(new SnapshotMetadata(persistenceId, entry.sequenceNr(), entry.timestamp())))
                .toList();
    }

    private <T> Future<T> onIo(Callable<T> work) {
        return unusable != null ? Futures.failed(unusable) : Futures.future(work, io);
    }
}
