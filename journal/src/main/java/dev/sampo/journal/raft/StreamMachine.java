package dev.sampo.journal.raft;

import dev.sampo.journal.EventLog;
import dev.sampo.journal.RawRecord;
import io.microraft.statemachine.StateMachine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Applies what is committed to the streams of events, which lie on this member's own disk.
 *
 * <p>A stream only ever grows at its end and loses events at its front, and each write says where it belongs. So applying
 * again changes nothing: after a restart the entries since the last snapshot are simply applied again, and what the disk
 * holds beyond an entry does no harm.
 */
final class StreamMachine implements StateMachine {

    /** Asks for the highest number of each stream. */
    record Highest(List<String> streams) {}

    private final EventLog streams;
    private final Consumer<Exception> onFailure;
    private final LongConsumer onBytes;

    StreamMachine(EventLog streams, Consumer<Exception> onFailure, LongConsumer onBytes) {
        this.streams = streams;
        this.onFailure = onFailure;
        this.onBytes = onBytes;
    }

    @Override
    public Object runOperation(long commitIndex, Object operation) {
        try {
            if (operation instanceof Batch batch) {
                return apply(batch);
            } else if (operation instanceof Highest asked) {
                return asked.streams().stream().map(streams::reserved).toList();
            }
            return null; // a new term, or MicroRaft only wanting to know how far this member has come
        } catch (RuntimeException | IOException e) {
            onFailure.accept(e);
            throw new IllegalStateException("entry " + commitIndex + " could not be applied", e);
        }
    }

    private List<Written> apply(Batch batch) throws IOException {
        List<Written> results = new ArrayList<>();
        for (Write write : Batch.decode(batch.bytes())) {
            if (write instanceof Write.Append append) {
                results.add(apply(append, batch.isAwaited()));
            } else if (write instanceof Write.Delete delete) {
                streams.takeOverDeletion(delete.stream(), Math.min(delete.to(), streams.reserved(delete.stream())));
                results.add(new Written(true, streams.reserved(delete.stream())));
            } else {
                throw new AssertionError(write);
            }
        }
        batch.applied();
        onBytes.accept(batch.size());
        return results;
    }

    private Written apply(Write.Append append, boolean awaited) throws IOException {
        RawRecord record = append.record();
        boolean follows = append.follows() < record.first() && streams.takeOver(record, append.follows());
        boolean done = follows || (awaited && isThereAlready(record));
        return new Written(done, streams.reserved(record.persistenceId()));
    }

    /** Whether this very write was done before: its sender may say it again when it did not hear of the outcome. */
    private boolean isThereAlready(RawRecord record) throws IOException {
        if (streams.reserved(record.persistenceId()) < record.last()) {
            return false;
        }
        streams.settled().join();
        String writer = record.writer();
        List<Boolean> same = new ArrayList<>();
        streams.replay(
                record.persistenceId(),
                record.first(),
                record.last(),
                Long.MAX_VALUE,
                event -> same.add(event.writer().equals(writer)));
        return same.size() == record.count() && !same.contains(false);
    }

    @Override
    public void takeSnapshot(long commitIndex, Consumer<Object> chunks) {
        try {
            streams.settled().join();
            chunks.accept(new StateAt(commitIndex, streams.sumOfHighest()));
        } catch (CompletionException e) {
            onFailure.accept(e);
            throw e;
        }
    }

    /** The streams have come this far already: they were fetched before MicroRaft heard of the snapshot, or never left. */
    @Override
    public void installSnapshot(long commitIndex, List<Object> chunks) {
        for (Object chunk : chunks) {
            StateAt state = (StateAt) chunk;
            if (streams.sumOfHighest() < state.sumOfHighest()) {
                IllegalStateException lost = new IllegalStateException("JOURNAL_INCOMPLETE directory="
                        + streams.directory() + ": the streams end before entry " + state.index()
                        + ", up to which they once were on this disk: restore the directory from a copy, or delete this"
                        + " node's whole data directory, so that it joins as a new member");
                onFailure.accept(lost);
                throw lost;
            }
        }
    }

    @Override
    public Object getNewTermOperation() {
        return NewTerm.ENTRY;
    }
}
