package dev.sampo.journal;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * Where the events of one persistence id are: twenty bytes per record, no payloads. Guarded by its own monitor.
 *
 * <p>Records may arrive out of order when the log is read again, since the cleaner copies old ones forward, and twice when
 * it was interrupted; so they are kept sorted and the later copy wins.
 */
final class Stream {

    /** The record that holds a sequence number, or the next one after it. */
    record Found(long first, int count, long position) {}

    private static final int FIRST_CAPACITY = 4;

    private final Tally tally;
    private long[] first = new long[FIRST_CAPACITY];
    private int[] count = new int[FIRST_CAPACITY];
    private long[] position = new long[FIRST_CAPACITY];
    private int size;
    private long highest;
    private long deletedTo;
    private long tombstone;
    private long reserved;
    private boolean interrupted;
    private CompletableFuture<?> inFlight;

    Stream(Tally tally) {
        this.tally = tally;
    }

    /** Claims the next numbers for a write about to be queued; gives why it may not, or null. */
    synchronized String reserve(long from, long to, CompletableFuture<?> write) {
        if (interrupted) {
            return "an earlier write failed and the events have not been replayed since";
        }
        if (from <= reserved) {
            return "sequence number " + from + " is taken, the highest is " + reserved
                    + ": two writers use the same persistence id";
        }
        reserved = to;
        inFlight = write;
        return null;
    }

    /** Claims the numbers up to {@code to} in a stream whose order was decided elsewhere; false when it stands elsewhere. */
    synchronized boolean claim(long follows, long to, CompletableFuture<?> write) {
        if (reserved != follows) {
            return false;
        }
        reserved = to;
        inFlight = write;
        return true;
    }

    /** As if all numbers up to that one had been given out. */
    synchronized void raise(long to) {
        reserved = Math.max(reserved, to);
    }

    /** The highest number given out, written or about to be. */
    synchronized long reserved() {
        return reserved;
    }

    /** The write is over: later ones may rely on it, or must not be accepted until the writer has replayed. */
    synchronized void settled(CompletableFuture<?> write, boolean written) {
        if (!written) {
            interrupted = true;
        }
        if (inFlight == write) {
            inFlight = null;
        }
    }

    /** The last write still on its way to the disk, or null; a recovery must wait for it. */
    synchronized CompletableFuture<?> inFlight() {
        return inFlight;
    }

    /** What a recovering writer goes on from. */
    synchronized long recoverHighest() {
        if (inFlight == null) {
            interrupted = false;
            reserved = highest;
        }
        return highest;
    }

    synchronized long highest() {
        return highest;
    }

    synchronized long deletedTo() {
        return deletedTo;
    }

    synchronized void add(long from, int events, long at) {
        highest = Math.max(highest, from + events - 1);
        reserved = Math.max(reserved, highest);
        if (from + events - 1 <= deletedTo) {
            tally.stillborn(at);
            return;
        }
        int index = size == 0 || first[size - 1] < from ? size : Arrays.binarySearch(first, 0, size, from);
        tally.born(at);
        if (index >= 0 && index < size) {
            tally.died(position[index]);
            position[index] = at;
            return;
        }
        insert(index < 0 ? -index - 1 : index, from, events, at);
    }

    private void insert(int index, long from, int events, long at) {
        if (size == first.length) {
            int capacity = size * 2;
            first = Arrays.copyOf(first, capacity);
            count = Arrays.copyOf(count, capacity);
            position = Arrays.copyOf(position, capacity);
        }
        System.arraycopy(first, index, first, index + 1, size - index);
        System.arraycopy(count, index, count, index + 1, size - index);
        System.arraycopy(position, index, position, index + 1, size - index);
        first[index] = from;
        count[index] = events;
        position[index] = at;
        size++;
    }

    synchronized void delete(long to, long highestThen, long at) {
        highest = Math.max(highest, highestThen);
        reserved = Math.max(reserved, highest);
        if (to < deletedTo) {
            tally.stillborn(at);
            return;
        }
        if (tombstone != 0) {
            tally.died(tombstone);
        }
        tally.born(at);
        tombstone = at;
        deletedTo = to;
        int gone = 0;
        while (gone < size && first[gone] + count[gone] - 1 <= to) {
            tally.died(position[gone++]);
        }
        if (gone > 0) {
            removeFirst(gone);
        }
    }

    private void removeFirst(int gone) {
        int left = size - gone;
        int capacity = Math.max(FIRST_CAPACITY, left * 2);
        first = Arrays.copyOf(Arrays.copyOfRange(first, gone, size), capacity);
        count = Arrays.copyOf(Arrays.copyOfRange(count, gone, size), capacity);
        position = Arrays.copyOf(Arrays.copyOfRange(position, gone, size), capacity);
        size = left;
    }

    synchronized Found atOrAfter(long sequenceNr) {
        int index = Arrays.binarySearch(first, 0, size, sequenceNr);
        if (index < 0) {
            index = -index - 1;
            if (index > 0 && first[index - 1] + count[index - 1] > sequenceNr) {
                index--;
            }
        }
        return index == size ? null : new Found(first[index], count[index], position[index]);
    }

    synchronized boolean isLive(long at, long from) {
        int index = Arrays.binarySearch(first, 0, size, from);
        return index >= 0 && position[index] == at;
    }

    synchronized boolean isTombstone(long at) {
        return tombstone == at;
    }

    /** The cleaner copied a record; where it was deleted meanwhile, the copy is of no use. */
    synchronized void moved(long from, long oldAt, long newAt) {
        int index = Arrays.binarySearch(first, 0, size, from);
        if (index < 0 || position[index] != oldAt) {
            tally.stillborn(newAt);
            return;
        }
        tally.died(oldAt);
        tally.born(newAt);
        position[index] = newAt;
    }

    synchronized void tombstoneMoved(long oldAt, long newAt) {
        if (tombstone != oldAt) {
            tally.stillborn(newAt);
            return;
        }
        tally.died(oldAt);
        tally.born(newAt);
        tombstone = newAt;
    }
}
