package dev.sampo.actors.scheduler;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/** A journal that writes when the test says so. */
public final class HeldJournal extends AsyncWriteJournal {
    static final List<PersistentRepr> WRITTEN = new CopyOnWriteArrayList<>();

    private record Held(
            List<PersistentRepr> events, int writes, CompletableFuture<Iterable<Optional<Exception>>> answer) {}

    private static final List<Held> HELD = new ArrayList<>();
    private static boolean open;
    private static boolean failing;
    private static boolean rejecting;

    static synchronized void reset() {
        HELD.clear();
        WRITTEN.clear();
        open = true;
        failing = false;
        rejecting = false;
    }

    static synchronized void hold() {
        open = false;
    }

    static synchronized void failNext() {
        failing = true;
    }

    /** Says of what is held, and of what comes next, that it was not written. */
    static synchronized void reject() {
        rejecting = HELD.isEmpty();
        HELD.forEach(HeldJournal::reject);
        HELD.clear();
        open = true;
    }

    static synchronized int held() {
        return HELD.size();
    }

    static synchronized void release() {
        open = true;
        HELD.forEach(HeldJournal::write);
        HELD.clear();
    }

    private static void reject(Held held) {
        var full = new IllegalStateException("the disk is full");
        held.answer.complete(Collections.nCopies(held.writes, Optional.of(full)));
    }

    private static void write(Held held) {
        WRITTEN.addAll(held.events);
        held.answer.complete(List.of());
    }

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
        var events = new ArrayList<PersistentRepr>();
        int count = 0;
        for (AtomicWrite write : writes) {
            events.addAll(CollectionConverters.asJava(write.payload()));
            count++;
        }
        var held = new Held(events, count, new CompletableFuture<>());
        synchronized (HeldJournal.class) {
            if (failing) {
                failing = false;
                held.answer.completeExceptionally(new IllegalStateException("the disk is full"));
            } else if (rejecting) {
                rejecting = false;
                reject(held);
            } else if (open) {
                write(held);
            } else {
                HELD.add(held);
            }
        }
        return FutureConverters.asScala(held.answer);
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long upTo) {
        return done();
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replay) {
        WRITTEN.stream()
                .filter(event -> event.sequenceNr() >= from && event.sequenceNr() <= to)
                .forEach(replay);
        return done();
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long from) {
        long highest =
                WRITTEN.stream().mapToLong(PersistentRepr::sequenceNr).max().orElse(0);
        return FutureConverters.asScala(CompletableFuture.completedFuture(highest));
    }

    private static Future<Void> done() {
        return FutureConverters.asScala(CompletableFuture.completedFuture(null));
    }
}
