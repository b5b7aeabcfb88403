package dev.sampo.actors.value;

import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Value;
import dev.sampo.wire.Chunk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32C;

/**
 * The values this node keeps: in memory up to a bound, the least recently used beyond it in files only. With a directory
 * each value also has a file from the start, and a process started on it again has them all. Files are written and read
 * by the calling thread, outside the lock.
 */
public final class ValueStore {
    private final NodeId node;
    private final long memoryMax;
    private final Optional<Path> directory;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<JobId, TreeMap<Integer, KeptValue>> jobs = new HashMap<>();
    private final LinkedHashSet<KeptValue> recent = new LinkedHashSet<>();
    private ValueFiles files;
    private long inMemory;
    private long inFiles;

    /** @param directory where values survive the process; without one they spill to a temporary directory */
    public ValueStore(NodeId node, long memoryMax, Optional<Path> directory) {
        this.node = node;
        this.memoryMax = memoryMax;
        this.directory = directory;
        directory.ifPresent(place -> {
            files = ValueFiles.in(place);
            files.found().forEach(value -> {
                ofJob(value.job).put(value.task, value);
                inFiles += value.size;
            });
        });
    }

    public static int crc(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Keeps a value made or fetched here; the bytes belong to the store from now on. */
    public Value.Stored put(JobId job, int task, byte[] bytes, int count) throws IOException {
        var value = new KeptValue(job, task, crc(bytes), bytes.length);
        value.bytes = bytes;
        if (directory.isPresent()) {
            files.write(value, bytes);
            value.hasFile = true;
        }
        KeptValue before;
        lock.lock();
        try {
            before = ofJob(job).put(task, value);
            if (before != null) {
                before.discarded = true;
                forgetBytes(before);
                inFiles -= fileOf(before);
            }
            recent.add(value);
            inMemory += value.size;
            inFiles += fileOf(value);
        } finally {
            lock.unlock();
        }
        if (before != null && before.hasFile && before.crc != value.crc) {
            files.delete(before);
        }
        makeRoom();
        return new Value.Stored(node, value.size, value.crc, count);
    }

    /** Keeps a value of one job for another one too. */
    public Value.Stored copy(JobId from, int fromTask, JobId job, int task, Value.Stored wanted)
            throws ValueGone, IOException {
        return put(job, task, read(from, fromTask, wanted), wanted.count());
    }

    /** Whether the value is kept here; damage to its file shows only when it is read. */
    public boolean keeps(JobId job, int task, Value.Stored wanted) {
        return find(job, task, wanted.crc(), wanted.size()) != null;
    }

    /** The bytes of a value, not to be changed. */
    public byte[] read(JobId job, int task, Value.Stored wanted) throws ValueGone {
        KeptValue value = find(job, task, wanted.crc(), wanted.size());
        byte[] bytes = value == null ? null : bytesOf(value);
        if (bytes != null) {
            return bytes;
        }
        if (value == null) {
            throw new ValueGone(job, task, "this node does not keep it", null);
        }
        try {
            bytes = files.read(value);
        } catch (IOException unreadable) {
            drop(value);
            throw new ValueGone(job, task, "its file cannot be read", unreadable);
        }
        if (bytes.length != value.size || crc(bytes) != value.crc) {
            drop(value);
            throw new ValueGone(job, task, "its file is damaged", null);
        }
        keepInMemory(value, bytes);
        return bytes;
    }

    /** Some of a value's bytes, for a node that fetches it. */
    public Chunk chunk(JobId job, int task, int crc, long offset) throws ValueGone {
        KeptValue value = find(job, task, crc, -1);
        if (value == null) {
            throw new ValueGone(job, task, "node " + node + " does not keep it", null);
        }
        long from = Math.max(0, Math.min(offset, value.size));
        byte[] bytes = bytesOf(value);
        if (bytes != null) {
            return Chunk.of(bytes, (int) from);
        }
        try {
            int length = (int) Math.min(Chunk.BYTES_MAX, value.size - from);
            return new Chunk(from, value.size, files.read(value, from, length));
        } catch (IOException unreadable) {
            drop(value);
            throw new ValueGone(job, task, "its file on node " + node + " cannot be read", unreadable);
        }
    }

    /** Drops the values of the named tasks, or of the whole job when none are named. */
    public void discard(JobId job, int[] tasks) {
        discard(present(job, tasks));
    }

    /** What is kept of these tasks by now, of all for none: whatever is put later is none of it. */
    public Present present(JobId job, int[] tasks) {
        lock.lock();
        try {
            Map<Integer, KeptValue> values = jobs.getOrDefault(job, new TreeMap<>());
            return new Present(
                    job,
                    tasks.length == 0
                            ? List.copyOf(values.values())
                            : Arrays.stream(tasks)
                                    .mapToObj(values::get)
                                    .filter(Objects::nonNull)
                                    .toList());
        } finally {
            lock.unlock();
        }
    }

    /** Values as they were kept at some time. */
    public static final class Present {
        private final JobId job;
        private final List<KeptValue> values;

        private Present(JobId job, List<KeptValue> values) {
            this.job = job;
            this.values = values;
        }
    }

    public void discard(Present present) {
        var gone = new ArrayList<KeptValue>();
        lock.lock();
        try {
            Map<Integer, KeptValue> values = jobs.getOrDefault(present.job, new TreeMap<>());
            for (KeptValue value : present.values) {
                if (values.remove(value.task, value)) {
                    gone.add(value);
                    value.discarded = true;
                    forgetBytes(value);
                    inFiles -= fileOf(value);
                }
            }
            if (values.isEmpty()) {
                jobs.remove(present.job);
            }
        } finally {
            lock.unlock();
        }
        deleteFiles(present.job, gone);
    }

    private void deleteFiles(JobId job, List<KeptValue> gone) {
        boolean any = false;
        for (KeptValue value : gone) {
            if (value.hasFile) {
                files.delete(value);
                any = true;
            }
        }
        if (any) {
            files.deleteJob(job);
        }
    }

    public long bytesInMemory() {
        lock.lock();
        try {
            return inMemory;
        } finally {
            lock.unlock();
        }
    }

    public long bytesInMemoryMax() {
        return memoryMax;
    }

    /** Of all values that have files, in memory or not. */
    public long bytesInFiles() {
        lock.lock();
        try {
            return inFiles;
        } finally {
            lock.unlock();
        }
    }

    /** How many values are kept, in memory or on disk. */
    public long count() {
        lock.lock();
        try {
            return jobs.values().stream().mapToLong(Map::size).sum();
        } finally {
            lock.unlock();
        }
    }

    public void close() {
        lock.lock();
        try {
            jobs.clear();
            recent.clear();
            inMemory = 0;
            inFiles = 0;
            if (files != null) {
                files.close();
            }
        } finally {
            lock.unlock();
        }
    }

    private Map<Integer, KeptValue> ofJob(JobId job) {
        return jobs.computeIfAbsent(job, id -> new TreeMap<>());
    }

    /**
     * By task first. A task may also be known by the value of another that stands for it; then any value of the job with
     * the same checksum and size is the one.
     */
    private KeptValue find(JobId job, int task, int crc, long size) {
        lock.lock();
        try {
            Map<Integer, KeptValue> values = jobs.getOrDefault(job, new TreeMap<>());
            KeptValue value = values.get(task);
            if (value != null && value.is(crc, size < 0 ? value.size : size)) {
                return value;
            }
            for (KeptValue other : values.values()) {
                if (other.is(crc, size < 0 ? other.size : size)) {
                    return other;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    private byte[] bytesOf(KeptValue value) {
        lock.lock();
        try {
            if (value.bytes != null && recent.remove(value)) {
                recent.add(value);
            }
            return value.bytes;
        } finally {
            lock.unlock();
        }
    }

    private void keepInMemory(KeptValue value, byte[] bytes) {
        lock.lock();
        try {
            if (value.bytes == null && !value.discarded && value.size <= memoryMax) {
                value.bytes = bytes;
                recent.add(value);
                inMemory += value.size;
            }
        } finally {
            lock.unlock();
        }
        try {
            makeRoom();
        } catch (IOException full) {
            // It was read, and that is what counts here; whoever puts the next value is told.
            return;
        }
    }

    private void makeRoom() throws IOException {
        for (KeptValue oldest = overBound(); oldest != null; oldest = overBound()) {
            byte[] bytes = oldest.bytes;
            if (!oldest.hasFile && bytes != null) {
                spill(oldest, bytes);
            }
            lock.lock();
            try {
                inFiles += oldest.hasFile || oldest.discarded ? 0 : oldest.size;
                oldest.hasFile = true;
                forgetBytes(oldest);
            } finally {
                lock.unlock();
            }
            if (oldest.discarded) {
                files.delete(oldest);
            }
        }
    }

    private void spill(KeptValue value, byte[] bytes) throws IOException {
        try {
            spillTo().write(value, bytes);
        } catch (IOException full) {
            lock.lock();
            try {
                if (value.bytes != null) {
                    recent.add(value);
                }
            } finally {
                lock.unlock();
            }
            throw full;
        }
    }

    /** The value to move out of memory next, no longer among the recent ones; null when all is within the bound. */
    private KeptValue overBound() {
        lock.lock();
        try {
            if (inMemory <= memoryMax || recent.isEmpty()) {
                return null;
            }
            KeptValue oldest = recent.iterator().next();
            recent.remove(oldest);
            return oldest;
        } finally {
            lock.unlock();
        }
    }

    private ValueFiles spillTo() {
        lock.lock();
        try {
            if (files == null) {
                files = ValueFiles.temporary();
            }
            return files;
        } finally {
            lock.unlock();
        }
    }

    private void drop(KeptValue value) {
        lock.lock();
        try {
            value.discarded = true;
            forgetBytes(value);
            Map<Integer, KeptValue> values = jobs.get(value.job);
            if (values != null && values.remove(value.task, value)) {
                inFiles -= fileOf(value);
            }
        } finally {
            lock.unlock();
        }
    }

    private static long fileOf(KeptValue value) {
        return value.hasFile ? value.size : 0;
    }

    private void forgetBytes(KeptValue value) {
        if (value.bytes != null) {
            value.bytes = null;
            inMemory -= value.size;
        }
        recent.remove(value);
    }
}
