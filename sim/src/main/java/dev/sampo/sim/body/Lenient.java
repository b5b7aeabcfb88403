package dev.sampo.sim.body;

import dev.sampo.dag.Body;
import dev.sampo.dag.Need;
import dev.sampo.dag.OnFailure;
import dev.sampo.dag.Placing;
import dev.sampo.dag.TaskOptions;
import dev.sampo.dag.TaskSpec;
import dev.sampo.dag.TaskSpec.Work;
import dev.sampo.resilience.Retry;
import dev.sampo.resource.Resources;
import dev.sampo.sim.time.Chance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Draws the tasks of a graph that makes something of failures. */
final class Lenient {
    private static final int FOR_GOOD = 100;

    private final Chance chance;
    private final List<TaskSpec> tasks = new ArrayList<>();
    private final Set<String> lists = new HashSet<>();
    private final Set<String> eaches = new HashSet<>();
    /** Tasks that nobody reads, for they are to stand in for later ones. */
    private final List<String> spare = new ArrayList<>();

    private final Set<String> standIns = new HashSet<>();

    Lenient(Chance chance) {
        this.chance = chance;
    }

    List<TaskSpec> draw() {
        int count = chance.between(4, 10);
        for (int i = 0; i < count; i++) {
            tasks.add(task(i));
        }
        if (chance.happens(0.3)) {
            addChain();
        }
        if (chance.happens(0.3)) {
            addStandInForTheSkipped();
        }
        if (chance.happens(0.3)) {
            addPair();
        }
        return tasks;
    }

    /** One fails for good, one needs it, and one can do without that. */
    private void addChain() {
        tasks.add(chained("fails", Recipe.failing(chance.between(1, 150), FOR_GOOD), List.of(), Need.VALUE));
        tasks.add(chained("skipped", Recipe.lasting(1), List.of("fails"), Need.VALUE));
        tasks.add(chained("goes-on", Recipe.lasting(1), List.of("skipped"), Need.OPTIONAL));
    }

    /** What needs the one that fails has another to make its value. */
    private void addStandInForTheSkipped() {
        tasks.add(chained("lacks", Recipe.failing(chance.between(1, 150), FOR_GOOD), List.of(), Need.VALUE));
        tasks.add(chained("stands-in", Recipe.lasting(chance.between(1, 150)), List.of(), Need.VALUE));
        var main = new OnFailure(List.of(Need.VALUE), List.of(), Optional.of("stands-in"));
        tasks.add(spec("replaced", Recipe.lasting(1), List.of("lacks"), TaskOptions.DEFAULTS, main));
        tasks.add(chained("has-it", Recipe.lasting(1), List.of("replaced"), Need.VALUE));
    }

    /** Of two that start together one may fail, and nobody needs it. */
    private void addPair() {
        var options = TaskOptions.DEFAULTS.needs(Resources.NONE).placing(Placing.NONE.gang("pair"));
        var first = Recipe.failing(chance.between(1, 150), chance.happens(0.6) ? FOR_GOOD : 0);
        tasks.add(spec("first", first, List.of(), options, OnFailure.FAILS));
        tasks.add(spec("second", Recipe.lasting(chance.between(1, 150)), List.of(), options, OnFailure.FAILS));
        tasks.add(chained("of-first", Recipe.lasting(1), List.of("first"), Need.OPTIONAL));
        tasks.add(chained("of-second", Recipe.lasting(1), List.of("second"), Need.VALUE));
    }

    private static TaskSpec chained(String name, Recipe recipe, List<String> inputs, Need need) {
        var needs = inputs.isEmpty() ? List.<Need>of() : List.of(need);
        return spec(name, recipe, inputs, TaskOptions.DEFAULTS, new OnFailure(needs, List.of(), Optional.empty()));
    }

    private static TaskSpec spec(
            String name, Recipe recipe, List<String> inputs, TaskOptions options, OnFailure onFailure) {
        return new TaskSpec(
                name, new Work.Runs(Body.named(recipe.text())), inputs, List.of(), options, Duration.ZERO, onFailure);
    }

    private TaskSpec task(int number) {
        String own = "t" + number;
        List<String> unmapped = lists.stream().sorted().toList();
        boolean maps = !unmapped.isEmpty() && chance.happens(0.6);
        var inputs = new ArrayList<String>();
        var after = new ArrayList<String>();
        if (maps) {
            inputs.add(unmapped.get(0));
            lists.remove(unmapped.get(0));
        }
        chooseEdges(number, inputs, after);
        boolean makesList = !maps && chance.happens(0.25);
        boolean mayHaveOne = !maps && !makesList && !spare.isEmpty() && chance.happens(0.7);
        Optional<String> standIn = mayHaveOne ? Optional.of(spare.remove(0)) : Optional.empty();
        if (!maps && !makesList && chance.happens(0.35)) {
            spare.add(own);
            standIns.add(own);
        }
        if (makesList) {
            lists.add(own);
        }
        if (maps) {
            eaches.add(own);
        }
        Body body = Body.named(recipe(makesList, standIn.isPresent()).text());
        return new TaskSpec(
                own,
                maps ? new Work.Maps(body) : new Work.Runs(body),
                inputs,
                after,
                options(),
                Duration.ZERO,
                new OnFailure(needs(inputs, maps), needs(after, false), standIn));
    }

    /** Of earlier tasks those that run in any case. */
    private void chooseEdges(int number, List<String> inputs, List<String> after) {
        int edges = number == 0 ? 0 : chance.between(chance.happens(0.7) ? 1 : 0, 3);
        for (int e = 0; e < edges; e++) {
            String other = "t" + (chance.happens(0.6) ? number - 1 : chance.below(number));
            if (!standIns.contains(other) && !inputs.contains(other) && !after.contains(other)) {
                (chance.happens(0.85) ? inputs : after).add(other);
            }
        }
    }

    private List<Need> needs(List<String> names, boolean isMapped) {
        var needs = new ArrayList<Need>();
        for (String name : names) {
            boolean isFirst = isMapped && needs.isEmpty();
            boolean isStrict = chance.happens(0.45);
            boolean isByElement = eaches.contains(name) && chance.happens(0.7);
            needs.add(isStrict ? Need.VALUE : isByElement ? Need.ELEMENTS : isFirst ? Need.VALUE : Need.OPTIONAL);
        }
        return needs;
    }

    private Recipe recipe(boolean makesList, boolean hasStandIn) {
        int failures = chance.happens(hasStandIn ? 0.6 : 0.15) ? FOR_GOOD : chance.happens(0.15) ? 1 : 0;
        boolean grows = !makesList && failures == 0 && chance.happens(0.06);
        return new Recipe(
                chance.happens(0.3) ? 0 : chance.between(1, 150),
                failures,
                0,
                false,
                chance.happens(0.3) ? 4_096 : 16,
                makesList ? chance.below(4) : Recipe.NO_LIST,
                grows ? chance.below(Graphs.GROWN) : Recipe.NO_GROWTH,
                true,
                false,
                Recipe.Throwing.STATE,
                0,
                0);
    }

    private TaskOptions options() {
        var options = TaskOptions.DEFAULTS.needs(Resources.cpus(chance.below(3) == 0 ? 0 : 1));
        boolean retries = chance.happens(0.7);
        options =
                retries ? options.retry(Retry.fixed(chance.between(1, 2)).startingAt(Duration.ofMillis(20))) : options;
        return chance.happens(0.2) ? options.keeping() : options;
    }
}
