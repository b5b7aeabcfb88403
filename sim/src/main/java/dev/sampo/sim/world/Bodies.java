package dev.sampo.sim.world;

import dev.sampo.job.Attempt;
import dev.sampo.job.Failure;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.resource.Resources;
import dev.sampo.sim.body.Graphs;
import dev.sampo.sim.body.Recipe;
import dev.sampo.sim.body.Stamp;
import dev.sampo.sim.check.Sometimes;
import dev.sampo.sim.check.Start;
import dev.sampo.worker.Action;
import dev.sampo.worker.WorkerInput;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The bodies that run in one process, as threads do in production: they end, throw, hang, and may ignore interrupts. */
final class Bodies {
    private static final double LIES = 0.15;
    private static final double LAGS = 0.2;

    private static final int INTERRUPT_TAKES_MAX = 40;

    private final World world;
    private final NodeHost node;
    private final Map<Long, Start> running = new HashMap<>();

    Bodies(World world, NodeHost node) {
        this.world = world;
        this.node = node;
    }

    void run(Start start) {
        world.observer.started(start);
        running.put(start.run().run(), start);
        Recipe recipe = recipeOf(start);
        if (recipe.kills()) {
            node.later(recipe.millis(), () -> kill(start, recipe));
        } else if (start.run().attempt().number() > recipe.hangs()) {
            int lag = recipe.lags() > 0 && world.laggards.happens(LAGS) ? recipe.lags() : 0;
            node.later(recipe.millis() + lag, () -> end(start, outcome(start, recipe)));
        }
    }

    private void kill(Start start, Recipe recipe) {
        if (!running.containsKey(start.run().run())) {
            return;
        }
        if (!world.bodyKills(node.machine())) {
            end(start, outcome(start, recipe));
        }
    }

    void interrupt(long run) {
        Start start = running.get(run);
        if (start != null && !recipeOf(start).deaf()) {
            node.later(world.chance.below(INTERRUPT_TAKES_MAX), () -> end(start, new Outcome.Cancelled()));
        }
    }

    /** The thread is written off; the body may go on in it, but nobody counts on it. */
    void abandon(long run) {
        Start start = running.remove(run);
        if (start != null) {
            world.observer.ended(start, new Outcome.Cancelled());
        }
    }

    private void end(Start start, Outcome outcome) {
        if (running.remove(start.run().run()) != null) {
            world.observer.ended(start, outcome);
            node.take(new WorkerInput.Ended(start.run().run(), outcome, 1_000L * (world.timeline.now() - start.at())));
        }
    }

    boolean isIdle() {
        return running.isEmpty();
    }

    boolean runsMoreThan(Resources capacity) {
        var used = Resources.NONE;
        for (Start start : running.values()) {
            used = used.plus(start.needs());
        }
        return !used.fitsIn(capacity);
    }

    private Outcome outcome(Start start, Recipe recipe) {
        Action.Run run = start.run();
        Attempt attempt = run.attempt();
        if (start.needs().memoryBytes() < recipe.hunger()) {
            String message = "with " + start.needs() + " instead of " + recipe.hunger();
            boolean isExcluded =
                    !run.blueprint().options(run.blueprintTask()).retry().isAfter(OutOfMemoryError.class);
            return new Outcome.Failed(
                    new Failure(Failure.Kind.THREW, OutOfMemoryError.class.getName(), message, "", isExcluded, 0));
        }
        if (attempt.number() <= recipe.failures()) {
            String message = "attempt " + attempt.number() + " was to throw";
            Class<?> type = recipe.throwing().type();
            boolean isExcluded =
                    !run.blueprint().options(run.blueprintTask()).retry().isAfter(type);
            long asked = recipe.throwing().asksMillis(attempt.number());
            return new Outcome.Failed(new Failure(Failure.Kind.THREW, type.getName(), message, "", isExcluded, asked));
        }
        if (recipe.elements() != Recipe.NO_LIST && run.blueprint().feedsEach(run.blueprintTask())) {
            world.tally.hit(recipe.elements() == 0 ? Sometimes.EACH_EMPTY : Sometimes.EACH_EXPANDED);
        }
        boolean isVerified =
                !run.blueprint().options(run.blueprintTask()).verification().isNone();
        boolean isLie = isVerified && world.latest.happens(LIES);
        int stamp = isLie ? world.observer.lied(run) : world.observer.made(run);
        boolean isLarge = recipe.size() >= world.weather.storedFrom;
        Value value = isLarge ? Stamp.stored(stamp, recipe, node.id()) : Stamp.inline(stamp, recipe);
        node.keep(attempt.job(), attempt.task(), value);
        return new Outcome.Succeeded(value, growth(run, recipe));
    }

    private Optional<Outcome.Growth> growth(Action.Run run, Recipe recipe) {
        if (recipe.grows() == Recipe.NO_GROWTH) {
            return Optional.empty();
        }
        world.tally.hit(Sometimes.GRAPH_GROWN);
        var graph = Graphs.grown(recipe.grows(), run.attempt().task());
        world.observer.grew(run, graph.name());
        int result = recipe.standIn() ? Graphs.resultOf(graph) : Outcome.Growth.NO_RESULT;
        return Optional.of(new Outcome.Growth(graph, result));
    }

    private static Recipe recipeOf(Start start) {
        return Recipe.read(start.run().blueprint().payload(start.run().blueprintTask()));
    }
}
