package dev.sampo.journal.replicated;

import dev.sampo.journal.EventRecord;
import dev.sampo.journal.RawRecord;
import dev.sampo.journal.StoredEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;

/** Reads events of a stream page by page, from this node's own disk where it is far enough, otherwise from a member. */
final class Reader {

    private final ReplicatedJournal journal;
    private final Calls calls;
    private final ActorRef self;
    private final ReplicatedSettings settings;
    private boolean hereIsBehind;

    Reader(ReplicatedJournal journal, Calls calls, ActorRef self, ReplicatedSettings settings) {
        this.journal = journal;
        this.calls = calls;
        this.self = self;
        this.settings = settings;
    }

    /** Gives up to {@code max} events in order, as a member that has applied entry {@code index} knows them; blocks. */
    void replay(String stream, long from, long to, long max, long index, Consumer<StoredEvent> each)
            throws IOException, InterruptedException {
        long next = from;
        long left = max;
        while (left > 0 && next <= to) {
            Page page = page(stream, next, to, index);
            if (next > from && page.deletedTo() >= next) {
                throw new IOException(stream + ": events from " + next + " to " + page.deletedTo()
                        + " were deleted while they were being read");
            }
            if (page.records().isEmpty()) {
                return;
            }
            for (RawRecord record : page.records()) {
                long start = Math.max(next, record.first());
                long last = Math.min(to, record.last());
                long end = last - start < left ? last : start + left - 1;
                EventRecord.read(ByteBuffer.wrap(record.bytes()), start, end, each);
                left -= end - start + 1;
                next = end + 1;
                if (left == 0 || next > to) {
                    return;
                }
            }
        }
    }

    private Page page(String stream, long from, long to, long index) throws InterruptedException {
        long deadline = System.nanoTime() + settings.readTimeout().toNanos();
        Throwable last = null;
        do {
            Peer.Sources sources = journal.sources().join();
            if (sources.here() != null && !hereIsBehind) {
                try {
                    return sources.here().page(stream, from, to, index).join();
                } catch (CompletionException e) {
                    hereIsBehind = true;
                    last = e.getCause();
                }
            }
            for (ActorRef member : sources.elsewhere()) {
                try {
                    Letter.TellPage told = (Letter.TellPage) calls.ask(
                                    member,
                                    self,
                                    id -> new Letter.AskPage(id, stream, from, to, index),
                                    settings.catchUpTimeout().plus(settings.attemptTimeout()))
                            .join();
                    if (told.outcome() == Letter.Outcome.DONE) {
                        return told.page();
                    }
                } catch (CompletionException e) {
                    last = e.getCause();
                }
            }
            hereIsBehind = false;
            TimeUnit.NANOSECONDS.sleep(settings.tick().toNanos());
        } while (System.nanoTime() < deadline);
        JournalUnavailable unavailable = JournalUnavailable.read(
                "no member of the journal gave " + stream + " from " + from + " on within " + settings.readTimeout());
        unavailable.addSuppressed(last == null ? new IllegalStateException("no member is known") : last);
        throw unavailable;
    }
}
