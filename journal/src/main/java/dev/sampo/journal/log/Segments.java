package dev.sampo.journal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The segments of one directory as they are found when the log is opened.
 *
 * <p>The newest roster, less what was dropped since, says which files there must be. One that is missing is damage; one
 * that is not on it was dropped, and the crash came before its deletion.
 */
final class Segments {

    private static final int WINDOW = 1 << 20;
    private static final String SUFFIX = ".log";

    private final Path directory;
    private final Disk disk;
    private final LogWatcher watcher;
    private final RecordVisitor visitor;
    private final NavigableSet<Integer> roster = new TreeSet<>();
    private int last;
    private boolean lastHasRoster;
    private SegmentScan.End end = new SegmentScan.End(0, 1, RecordFormat.CLOSED);

    Segments(Path directory, Disk disk, LogWatcher watcher, RecordVisitor visitor) {
        this.directory = directory;
        this.disk = disk;
        this.watcher = watcher;
        this.visitor = visitor;
    }

    static Path file(Path directory, int segment) {
        return directory.resolve(String.format("%010d%s", segment, SUFFIX));
    }

    /** Shows every record to the visitor; what is torn at the very end is reported and left for the writer to cut. */
    void scan() throws IOException {
        NavigableSet<Integer> found = list();
        for (int segment : found) {
            scan(segment, segment == found.last());
        }
        for (int segment : roster) {
            if (!found.contains(segment)) {
                throw CorruptLog.damaged(file(directory, segment), 0, "the segment is missing");
            }
        }
        for (int segment : found) {
            if (!roster.contains(segment)) {
                disk.delete(file(directory, segment));
            }
        }
    }

    private NavigableSet<Integer> list() throws IOException {
        NavigableSet<Integer> found = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (!name.matches("\\d{10}\\.log")) {
                    continue; // somebody else's; a segment that was renamed is missed by the roster
                }
                found.add(Integer.parseInt(name.substring(0, name.length() - SUFFIX.length())));
            }
        }
        return found;
    }

    private void scan(int segment, boolean isLast) throws IOException {
        Path path = file(directory, segment);
        try (FileWindow window = new FileWindow(disk.read(path), WINDOW)) {
            SegmentScan scan = new SegmentScan(path, window, segment);
            long first = scan.head(isLast);
            if (first < 0) {
                watcher.tailTruncated(path, 0, window.size());
                return;
            }
            boolean follows =
                    last == 0 || (segment == last + 1 ? first == end.nextRecord() : first >= end.nextRecord());
            if (!follows) {
                throw CorruptLog.damaged(
                        path, 0, "record " + end.nextRecord() + " expected, but the head starts with record " + first);
            }
            roster.add(segment);
            lastHasRoster = false;
            end = scan.records(first, isLast, (offset, kind, payload) -> record(segment, offset, kind, payload));
            last = segment;
            if (end.offset() < window.size()) {
                watcher.tailTruncated(path, end.offset(), window.size() - end.offset());
            }
        }
    }

    private void record(int segment, long offset, byte kind, ByteBuffer payload) {
        if (kind == RecordFormat.DATA) {
            visitor.visit(Position.of(segment, offset), payload);
        } else if (kind == RecordFormat.ROSTER) {
            roster.clear();
            lastHasRoster = true;
            for (int left = payload.getInt(); left > 0; left--) {
                roster.add(payload.getInt());
            }
        } else if (kind == RecordFormat.DROP) {
            roster.remove(payload.getInt());
        } else if (kind != RecordFormat.CLOSED) {
            throw CorruptLog.damaged(file(directory, segment), offset, "unknown kind of record " + kind);
        }
    }

    /** The number of the segment to go on with, or 0 where there is none yet. */
    int last() {
        return last;
    }

    /** False where a crash tore the roster off the newest segment: it must be written again before any drop relies on it. */
    boolean lastHasRoster() {
        return lastHasRoster;
    }

    SegmentScan.End end() {
        return end;
    }

    NavigableSet<Integer> roster() {
        return roster;
    }

    static Payload rosterOf(SortedSet<Integer> segments) {
        int[] numbers = segments.stream().mapToInt(Integer::intValue).toArray();
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * numbers.length);
        bytes.putInt(numbers.length).asIntBuffer().put(numbers);
        return Payload.of(bytes.array());
    }

    static Payload dropOf(int segment) {
        return Payload.of(ByteBuffer.allocate(4).putInt(segment).array());
    }
}
