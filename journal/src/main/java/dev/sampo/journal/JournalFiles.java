package dev.sampo.journal;

import dev.sampo.journal.log.CorruptLog;
import dev.sampo.journal.log.Disk;
import dev.sampo.journal.log.LogInspection;
import dev.sampo.journal.log.LogInspection.Torn;
import dev.sampo.journal.log.RecordReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A journal's directory as it lies on the disk, for tools: every checksum is checked, nothing is written, and no lock is
 * taken. When the directory is in use, what is seen is a moment of it.
 */
public final class JournalFiles {

    /** What there is of one persistence id. Events up to {@code deletedTo} are deleted, the last one ever is {@code highest}. */
    public record Entity(String persistenceId, long deletedTo, long highest, long events, long records) {}

    /** An event as it was stored; {@code payload} is for the serializer of that number. */
    public record Event(long sequenceNr, long timestamp, int serializer, String manifest, byte[] payload) {}

    /** @param damage what is wrong with the file; empty for a good one */
    public record Snapshot(Path file, String persistenceId, long sequenceNr, long bytes, Optional<String> damage) {}

    /** In a log that is in use a segment may go while it is read, or a batch be half written; another look then helps. */
    private static final int LOOKS_MAX = 3;

    private final Path directory;
    private final Optional<String> holder;
    private final Map<String, Stream> streams = new TreeMap<>();
    private final LogInspection log;
    private final List<Snapshot> snapshots = new ArrayList<>();

    private JournalFiles(Path directory, Optional<String> holder) throws IOException {
        this.directory = directory;
        this.holder = holder;
        var tally = new Tally();
        this.log = LogInspection.of(directory, (position, payload) -> {
            byte type = payload.get();
            Stream stream = streams.computeIfAbsent(Text.get(payload), id -> new Stream(tally));
            if (type == EventRecord.TYPE) {
                stream.add(payload.getLong(), payload.getInt(), position);
            } else if (type == Tombstone.TYPE) {
                stream.delete(payload.getLong(), payload.getLong(), position);
            } else {
                throw new IllegalStateException("the log in " + directory + " holds a record of unknown type " + type);
            }
        });
        readSnapshots();
    }

    /** Throws {@link CorruptLog} where a record is damaged or missing. */
    public static JournalFiles read(Path directory) throws IOException {
        Optional<String> holder = LogInspection.holder(directory);
        for (int look = 1; ; look++) {
            try {
                return new JournalFiles(directory, holder);
            } catch (NoSuchFileException | CorruptLog moved) {
                if (holder.isEmpty() || look == LOOKS_MAX) {
                    throw moved;
                }
            }
        }
    }

    /** The process that has the directory open; empty when none has. */
    public Optional<String> holder() {
        return holder;
    }

    public Optional<Torn> torn() {
        return log.torn();
    }

    public int segmentCount() {
        return log.segmentCount();
    }

    public long logBytes() throws IOException {
        return log.bytes();
    }

    /** By persistence id. */
    public List<Entity> entities() {
        var entities = new ArrayList<Entity>();
        streams.forEach((id, stream) -> {
            long events = 0;
            long records = 0;
            for (long next = stream.deletedTo() + 1; stream.atOrAfter(next) != null; ) {
                Stream.Found found = stream.atOrAfter(next);
                long last = found.first() + found.count() - 1;
                events += last - Math.max(next, found.first()) + 1;
                records++;
                next = last + 1;
            }
            entities.add(new Entity(id, stream.deletedTo(), stream.highest(), events, records));
        });
        return entities;
    }

    /** Gives the events of one persistence id that are not deleted, in order; refuses to pass over one that is missing. */
    public void replay(String persistenceId, Consumer<Event> each) throws IOException {
        Stream stream = streams.get(persistenceId);
        try (RecordReader reader = log.reader()) {
            long next = stream.deletedTo() + 1;
            while (next <= stream.highest()) {
                Stream.Found found = stream.atOrAfter(next);
                if (found == null || found.first() > next) {
                    throw new IllegalStateException("events " + next + " to "
                            + (found == null ? stream.highest() : found.first() - 1) + " of " + persistenceId
                            + " are missing from " + directory);
                }
                ByteBuffer record = reader.read(found.position());
                EventRecord.read(record, next, Long.MAX_VALUE, event -> each.accept(shown(event)));
                next = found.first() + found.count();
            }
        }
    }

    private static Event shown(StoredEvent event) {
        return new Event(
                event.sequenceNr(),
                event.timestamp(),
                event.payload().serializer(),
                event.payload().manifest(),
                event.payload().bytes());
    }

    /** All snapshots, each checked, the newest of a persistence id first. */
    public List<Snapshot> snapshots() {
        return List.copyOf(snapshots);
    }

    private void readSnapshots() throws IOException {
        Path root = directory.resolve(LogSnapshots.FOLDER);
        if (!Files.isDirectory(root)) {
            return;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path folder : folders) {
                for (SnapshotDirectory.Entry entry : SnapshotDirectory.listIn(folder)) {
                    addUnlessGone(entry);
                }
            }
        }
        snapshots.sort(Comparator.comparing(Snapshot::persistenceId)
                .thenComparing(Snapshot::sequenceNr, Comparator.reverseOrder()));
    }

    private void addUnlessGone(SnapshotDirectory.Entry entry) throws IOException {
        try {
            ByteBuffer bytes = SnapshotDirectory.bytes(entry, Disk.real(), Integer.MAX_VALUE);
            String damage = SnapshotFile.damage(bytes);
            int size = bytes.limit();
            String id = damage == null ? SnapshotFile.decode(bytes).persistenceId() : "";
            snapshots.add(new Snapshot(entry.file(), id, entry.sequenceNr(), size, Optional.ofNullable(damage)));
        } catch (NoSuchFileException gone) {
            return; // its owner has a newer one
        }
    }

    /** What a snapshot without damage holds. */
    public Event state(Snapshot snapshot) throws IOException {
        var entry = new SnapshotDirectory.Entry(snapshot.file(), snapshot.sequenceNr(), 0);
        SnapshotFile file = SnapshotFile.decode(SnapshotDirectory.bytes(entry, Disk.real(), Integer.MAX_VALUE));
        return new Event(
                file.sequenceNr(),
                file.timestamp(),
                file.state().serializer(),
                file.state().manifest(),
                file.state().bytes());
    }
}
