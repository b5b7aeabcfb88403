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
import java.util.stream.Stream;

/** What bodies write that let others listen: of those that run, and of the last that have ended, so that their end is heard, too. */
final class Outputs {
    private static final int ENDED_KEPT = 64;
    private static final int BYTES_MAX = 32 << 10;

    private record Spoken(Attempt attempt, Audible what, boolean isOver) {}

    private final Collection<RunningBody> running;
    private final Deque<Spoken> ended = new ArrayDeque<>();

    /** @param running those that run at any moment */
    Outputs(Collection<RunningBody> running) {
        this.running = running;
    }

    /** To be told before it is running no more. */
    synchronized void ended(RunningBody body) {
        body.audible().ifPresent(what -> ended.addFirst(new Spoken(body.run().attempt(), what, true)));
        if (ended.size() > ENDED_KEPT) {
            ended.removeLast();
        }
    }

    OutputTold of(ToWorker.AskOutput ask) {
        return spoken(ask).map(spoken -> told(spoken, ask)).orElse(OutputTold.NOTHING);
    }

    /** The attempt that is asked for, or else whichever runs. */
    private synchronized Optional<Spoken> spoken(ToWorker.AskOutput ask) {
        Stream<Spoken> over = ended.stream().filter(each -> each.attempt().number() == ask.attempt());
        Stream<Spoken> now = running.stream().flatMap(body -> body.audible().stream()
                .map(what -> new Spoken(body.run().attempt(), what, false)));
        return Stream.concat(over, now)
                .filter(each ->
                        each.attempt().job().equals(ask.job()) && each.attempt().task() == ask.task())
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
