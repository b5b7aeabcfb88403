package dev.sampo.journal.replicated;

import dev.sampo.journal.EventLog;
import dev.sampo.journal.RawRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorRef;

/**
 * Brings this member's streams to where another's are, page by page, before MicroRaft hears of the snapshot that stands for
 * them. Streams only grow and are deleted from the front, so what this member has already is not fetched again, and what
 * it gets beyond the snapshot does no harm.
 */
final class StateFetch implements Runnable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Calls calls;
    private final ActorRef self;
    private final ActorRef source;
    private final EventLog streams;

    StateFetch(Calls calls, ActorRef self, ActorRef source, EventLog streams) {
        this.calls = calls;
        this.self = self;
        this.source = source;
        this.streams = streams;
    }

    /** Blocks until everything is on the disk here. */
    @Override
    public void run() {
        try {
            fetchAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new CompletionException(e);
        }
    }

    private void fetchAll() throws InterruptedException, ExecutionException, TimeoutException {
        String after = "";
        while (true) {
            String last = after;
            List<Page.Extent> extents = ((Letter.TellStreams)
                            ask(calls.ask(source, self, id -> new Letter.AskStreams(id, last), PATIENCE)))
                    .extents();
            if (extents.isEmpty()) {
                break;
            }
            for (Page.Extent extent : extents) {
                fetch(extent);
            }
            after = extents.get(extents.size() - 1).stream();
        }
        streams.settled().get();
    }

    private static Letter ask(CompletableFuture<Letter> call)
            throws InterruptedException, ExecutionException, TimeoutException {
        return call.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void fetch(Page.Extent extent) throws InterruptedException, ExecutionException, TimeoutException {
        streams.takeOverDeletion(extent.stream(), extent.deletedTo());
        while (streams.reserved(extent.stream()) < extent.highest()) {
            long here = streams.reserved(extent.stream());
            Letter.TellPage told = (Letter.TellPage) ask(calls.ask(
                    source,
                    self,
                    id -> new Letter.AskPage(id, extent.stream(), here + 1, extent.highest(), 0),
                    PATIENCE));
            streams.takeOverDeletion(extent.stream(), told.page().deletedTo());
            for (RawRecord record : told.page().records()) {
                long follows = streams.reserved(extent.stream());
                if (record.first() > follows) {
                    streams.takeOver(record, follows);
                }
            }
            if (streams.reserved(extent.stream()) == here) {
                throw new IllegalStateException(
                        extent.stream() + " ends at " + here + " there, not at " + extent.highest());
            }
            streams.settled().get(); // no more in memory than a page
        }
    }
}
