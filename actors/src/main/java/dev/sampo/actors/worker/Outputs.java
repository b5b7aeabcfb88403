package dev.sampo.actors.worker;

import dev.sampo.actors.body.Audible;
import dev.sampo.actors.body.RunningBody;
import dev.sampo.job.Attempt;
import dev.sampo.wire.OutputTold;
import dev.sampo.wire.ToWorker;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** What bodies write that let others listen: of those that run, and of the last that have ended, so that their end is heard, too. */
final class Outputs {
    private static final int ENDED_KEPT = 64;
    private static final long ENDED_BYTES_MAX = 4 << 20;
    private static final long ENDED_NANOS_MAX = 120_000_000_000L;
    private static final int BYTES_MAX = 32 << 10;

    private record Spoken(Attempt attempt, Audible what, boolean isOver, long since) {}

    private final Collection<RunningBody> running;
    private final LongSupplier nanos;
    private final Deque<Spoken> ended = new ArrayDeque<>();

    /** @param running those that run at any moment */
    Outputs(Collection<RunningBody> running) {
        this(running, System::nanoTime);
    }

    Outputs(Collection<RunningBody> running, LongSupplier nanos) {
        this.running = running;
        this.nanos = nanos;
    }

    /** To be told before it is running no more. */
    synchronized void ended(RunningBody body) {
        body.audible()
                .ifPresent(what -> ended.addFirst(new Spoken(body.run().attempt(), what, true, nanos.getAsLong())));
        forget();
    }

    /** What is kept takes memory from what runs; whoever listens asks for the rest within seconds. */
    private void forget() {
        long now = nanos.getAsLong();
        ended.removeIf(each -> now - each.since() > ENDED_NANOS_MAX);
        long bytes = ended.stream().mapToLong(each -> each.what().bytes()).sum();
        while (ended.size() > ENDED_KEPT || bytes > ENDED_BYTES_MAX && ended.size() > 1) {
            bytes -= ended.removeLast().what().bytes();
        }
    }

    OutputTold of(ToWorker.AskOutput ask) {
        return spoken(ask)
                .map(spoken -> told(spoken, ask))
                .orElseGet(() -> isMute(ask) ? OutputTold.MUTE : OutputTold.NOTHING);
    }

    private boolean isMute(ToWorker.AskOutput ask) {
        return running.stream()
                .anyMatch(body ->
                        isMeant(body.run().attempt(), ask) && body.audible().isEmpty());
    }

    private static boolean isMeant(Attempt attempt, ToWorker.AskOutput ask) {
        return attempt.job().equals(ask.job()) && attempt.task() == ask.task();
    }

    /** The attempt that is asked for, or else whichever runs. */
    private synchronized Optional<Spoken> spoken(ToWorker.AskOutput ask) {
        forget();
        Stream<Spoken> over = ended.stream().filter(each -> each.attempt().number() == ask.attempt());
        Stream<Spoken> now = running.stream().flatMap(body -> body.audible().stream()
                .map(what -> new Spoken(body.run().attempt(), what, false, 0)));
        return Stream.concat(over, now)
                .filter(each -> isMeant(each.attempt(), ask))
                .findFirst();
    }

    private static OutputTold told(Spoken spoken, ToWorker.AskOutput ask) {
        boolean isSame = spoken.attempt().number() == ask.attempt();
        return new OutputTold(
                spoken.attempt().number(),
                spoken.isOver(),
                spoken.what().stdout(isSame ? ask.stdout() : 0, BYTES_MAX),
                spoken.what().stderr(isSame ? ask.stderr() : 0, BYTES_MAX));
    }
}
