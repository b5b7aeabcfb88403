package dev.sampo.actors.worker;

import dev.sampo.actors.body.RunningBody;
import dev.sampo.dag.Blueprint;
import dev.sampo.telemetry.Event;
import dev.sampo.telemetry.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Attempts that ended well, by kind, until those who only count are told of all at once. */
final class Tally {
    private static final int MANY = 256;

    private static final class OfKind {
        private final LongStream.Builder micros = LongStream.builder();
        private long bytes;
    }

    private final Map<Kind, OfKind> kinds = new HashMap<>();
    private int attempts;
    private Blueprint latestBlueprint;
    private int latestTask;
    private OfKind latest;

    /** @return whether it is time to tell */
    synchronized boolean add(RunningBody body, long micros, long bytes) {
        OfKind sums = of(body);
        sums.micros.add(micros);
        sums.bytes += bytes;
        attempts++;
        return attempts >= MANY;
    }

    /** The elements of one {@code each} mostly follow each other; to find the kind of a task its name is made. */
    private OfKind of(RunningBody body) {
        Blueprint blueprint = body.run().blueprint();
        int task = body.run().blueprintTask();
        if (blueprint != latestBlueprint || task != latestTask) {
            latest = kinds.computeIfAbsent(Kind.of(blueprint.name(), body.task()), kind -> new OfKind());
            latestBlueprint = blueprint;
            latestTask = task;
        }
        return latest;
    }

    synchronized List<Event> take(long now) {
        if (attempts == 0) {
            return List.of();
        }
        List<Event> all = new ArrayList<>(kinds.size());
        kinds.forEach((kind, sums) ->
                all.add(new Event.AttemptsStopped(now, kind, sums.micros.build().toArray(), sums.bytes)));
        kinds.clear();
        attempts = 0;
        latestBlueprint = null;
        latest = null;
        return all;
    }
}
