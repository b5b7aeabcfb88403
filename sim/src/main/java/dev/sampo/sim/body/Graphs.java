package dev.sampo.sim.body;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Body;
import dev.sampo.dag.DagSpec;
import dev.sampo.dag.Digest;
import dev.sampo.dag.Placing;
import dev.sampo.dag.TaskOptions;
import dev.sampo.dag.TaskSpec;
import dev.sampo.resilience.Retry;
import dev.sampo.resource.Demand;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import dev.sampo.sim.time.Chance;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Dags that simulated clients submit: a fixed pool, each drawn once from its own number, because compiling one costs
 * as much as simulating a hundred events.
 */
public final class Graphs {
    /** How many different graphs there are to submit. */
    public static final int COUNT = 384;

    /** How many graphs there are that never end unless they are cancelled. */
    public static final int ENDLESS = 12;

    /** How many graphs there are with a task that kills. */
    public static final int DEADLY = 4;

    /** How many different graphs bodies may add to their job. */
    public static final int GROWN = 6;

    /** How many graphs there are whose tasks need items. */
    public static final int EQUIPPED = 8;

    /** How many graphs there are whose tasks mind where others are. */
    public static final int MINDING = 24;

    public static final int RATIONED = 4;

    public static final String ZONE = "zone";

    /** A resource that consists of named items, where there is any of it. */
    public static final String LICENCE = "licence";

    /** How many graphs there are of tasks whose needs are not one fixed amount. */
    public static final int HUNGRY = 6;

    /** How many graphs there are of tasks that can do without others, or stand in for them. */
    public static final int LENIENT = 48;

    /** How many graphs there are of tasks that take long at times, and ask for copies. */
    public static final int SLOW = 8;

    private static final int CROWD_DEPTH = 90;
    private static final int CROWD_WIDTH = 10;
    private static final int TASKS_MAX = 12;
    private static final Map<String, Blueprint> POOL = new ConcurrentHashMap<>();
    /** Such graphs come with a jar, each of which several share. */
    private static final int EACH_WITH_JAR = 4;

    private static final int JARS = 3;

    private Graphs() {}

    /** One of them that so many nodes can run. */
    public static Blueprint get(int number, int nodes) {
        Blueprint graph = get(number);
        boolean isTooMuch = graph.distinctOptions().stream()
                .anyMatch(options -> options.verification().copies() > nodes);
        return isTooMuch ? get((number + 1) % COUNT, nodes) : graph;
    }

    private static Blueprint get(int number) {
        return POOL.computeIfAbsent(
                "graph-" + number, name -> draw(name, new Chance(number), new Policies(new Chance(~number))));
    }

    /**
     * The graph a body adds. Its name tells which task added it, so that the values of two copies can be told apart.
     *
     * @param parent number in its job of the task that adds it
     */
    public static Blueprint grown(int shape, int parent) {
        return POOL.computeIfAbsent("grown-" + shape + "-by-" + parent, name -> grow(name, shape));
    }

    /** The last task of a grown graph makes the value for its parent. */
    public static int resultOf(Blueprint grown) {
        return grown.size() - 1;
    }

    /** A graph with a task that never ends by itself, for those who will cancel. */
    public static Blueprint endless(int number) {
        return POOL.computeIfAbsent("endless-" + number, name -> {
            var hanging = new Recipe(
                    0,
                    0,
                    Integer.MAX_VALUE - 1,
                    number % 3 == 0,
                    16,
                    Recipe.NO_LIST,
                    Recipe.NO_GROWTH,
                    false,
                    false,
                    Recipe.Throwing.STATE,
                    0,
                    0);
            var tasks = new ArrayList<TaskSpec>();
            for (int i = 0; i < 1 + number % 4; i++) {
                Recipe recipe = i == number % 2 ? hanging : Recipe.lasting(20 * i);
                tasks.add(task("t" + i, recipe, List.of(), i < 2 ? List.of() : List.of("t1"), TaskOptions.DEFAULTS));
            }
            tasks.add(task("last", hanging, List.of("t0"), List.of(), TaskOptions.DEFAULTS));
            return compile(name, tasks);
        });
    }

    /** A graph with a task that takes its machine down with it, and others that may run beside it. */
    public static Blueprint deadly(int number) {
        return POOL.computeIfAbsent("deadly-" + number, name -> {
            var tasks = new ArrayList<TaskSpec>();
            for (int i = 0; i < 2 + number; i++) {
                Recipe recipe = i == number / 2 ? Recipe.killing(10 * number) : Recipe.lasting(60 * i);
                tasks.add(
                        task("t" + i, recipe, List.of(), List.of(), TaskOptions.DEFAULTS.needs(Resources.cpus(i % 2))));
            }
            return compile(name, tasks);
        });
    }

    /** A graph of tasks that need licences and gpus, whole ones and parts, where there are such. */
    public static Blueprint equipped(int number) {
        return POOL.computeIfAbsent("equipped-" + number, name -> {
            var chance = new Chance(number);
            var tasks = new ArrayList<TaskSpec>();
            for (int i = 0; i < 3 + number; i++) {
                Resources needs =
                        switch (chance.below(5)) {
                            case 0 -> Resources.NONE.and(LICENCE, 1);
                            case 1 -> Resources.cpus(1).and(LICENCE, 2);
                            case 2 -> Resources.NONE.gpus(0.4);
                            case 3 -> Resources.NONE.gpus(1);
                            default -> Resources.NONE.gpus(0.3).and(LICENCE, 1);
                        };
                List<String> inputs = i > 0 && chance.happens(0.4) ? List.of("t" + chance.below(i)) : List.of();
                Recipe recipe = Recipe.lasting(chance.between(1, 300));
                tasks.add(task("t" + i, recipe, inputs, List.of(), TaskOptions.DEFAULTS.needs(needs)));
            }
            return compile(name, tasks);
        });
    }

    /** A graph of tasks with several choices, with needs that depend on their inputs, and that run out of memory. */
    public static Blueprint hungry(int number) {
        return POOL.computeIfAbsent("hungry-" + number, name -> {
            var chance = new Chance(number);
            var tasks = new ArrayList<TaskSpec>();
            for (int i = 0; i < 3 + number % 6; i++) {
                List<String> inputs = i > 0 && chance.happens(0.6) ? List.of("t" + chance.below(i)) : List.of();
                boolean isHungry = chance.happens(0.5);
                boolean hangs = chance.happens(0.2);
                Recipe recipe = Recipe.hungry(
                        chance.between(1, 300),
                        chance.between(16, 600),
                        isHungry ? chance.between(400, 900) : 0,
                        hangs ? 1 : 0);
                TaskOptions options = hungry(chance, isHungry, hangs);
                tasks.add(task("t" + i, recipe, inputs, List.of(), options));
            }
            return compile(name, tasks);
        });
    }

    /** A graph of many tasks of a kind, of which some take much longer than others and may be begun twice. */
    public static Blueprint slow(int number) {
        return POOL.computeIfAbsent("slow-" + number, name -> {
            var chance = new Chance(number);
            var tasks = new ArrayList<TaskSpec>();
            tasks.add(task("list", Recipe.listing(8 + number), List.of(), List.of(), TaskOptions.DEFAULTS));
            int failures = number % 4 == 3 ? 1 : 0;
            Recipe recipe = Recipe.lagging(
                    chance.between(5, 60), failures, number % 2 == 0 ? 16 : 4_096, chance.between(500, 4_000));
            TaskOptions options = TaskOptions.DEFAULTS
                    .needs(Resources.cpus(number % 3 == 0 ? 0.5 : 1))
                    .retry(Retry.fixed(2).startingAt(Duration.ofMillis(chance.between(1, 50))))
                    .copyingWhenSlow();
            if (number % 3 == 1) {
                options = options.timeout(Duration.ofMillis(chance.between(1_000, 3_000)));
            }
            if (number % 4 == 1) {
                options = options.placing(Placing.NONE.perNode("slow", 2));
            }
            tasks.add(each("part", recipe, List.of("list"), List.of(), options));
            tasks.add(task("sum", Recipe.listing(6), List.of("part"), List.of(), TaskOptions.DEFAULTS));
            tasks.add(each("next", recipe, List.of("sum"), List.of(), options));
            tasks.add(task("last", Recipe.lasting(5), List.of(), List.of("next"), TaskOptions.DEFAULTS));
            return compile(name, tasks);
        });
    }

    /** Chains of short tasks that fill a cluster, and some large ones that come later. */
    public static Blueprint crowded(int cpus) {
        return POOL.computeIfAbsent("crowded-" + cpus, name -> {
            var chance = new Chance(cpus);
            var tasks = new ArrayList<TaskSpec>();
            // What minds where others are is taken up by no node by itself.
            TaskOptions small = TaskOptions.DEFAULTS.placing(Placing.NONE.spread(Placing.NODE, "s"));
            TaskOptions large = TaskOptions.DEFAULTS.needs(Resources.cpus(cpus));
            for (int depth = 0; depth < CROWD_DEPTH; depth++) {
                for (int chain = 0; chain < CROWD_WIDTH; chain++) {
                    List<String> after = depth == 0 ? List.of() : List.of("t" + chain + "-" + (depth - 1));
                    Recipe recipe = Recipe.lasting(chance.between(100, 250));
                    tasks.add(task("t" + chain + "-" + depth, recipe, List.of(), after, small));
                }
            }
            for (int depth = CROWD_DEPTH / 4; depth < CROWD_DEPTH / 2; depth += 5) {
                tasks.add(task("large-" + depth, Recipe.lasting(20), List.of(), List.of("t0-" + depth), large));
            }
            return compile(name, tasks);
        });
    }

    private static TaskOptions hungry(Chance chance, boolean isHungry, boolean hangs) {
        Demand demand = Demand.of(Resources.cpus(chance.between(1, 2)).memory(400));
        if (chance.happens(0.5)) {
            demand = Demand.of(
                            chance.happens(0.3)
                                    ? Resources.NONE.gpus(1).memory(300)
                                    : Resources.cpus(2).memory(500))
                    .orNeeds(Resources.cpus(1).memory(400));
        }
        if (!isHungry && chance.happens(0.5)) {
            demand = demand.memoryPerInputByte(chance.between(1, 4) / 2.0);
        }
        Retry retry = Retry.fixed(6).startingAt(Duration.ofMillis(chance.between(1, 50)));
        if (chance.happens(0.3)) {
            retry = retry.on(IOException.class);
        }
        if (hangs) {
            retry = retry.onTimeout(Selector.label(ZONE).is("a"));
        }
        var options = TaskOptions.DEFAULTS.demand(demand).retry(isHungry ? retry.onOutOfMemory(1.5, "1000") : retry);
        return hangs ? options.timeout(Duration.ofMillis(chance.between(1_000, 2_000))) : options;
    }

    /** A graph of tasks that mind where others run, of the same job or of any. */
    public static Blueprint minding(int number) {
        return POOL.computeIfAbsent("minding-" + number, name -> {
            var chance = new Chance(number);
            var tasks = new ArrayList<TaskSpec>();
            for (int i = 0; i < 3 + number % 6; i++) {
                List<String> inputs =
                        i > 0 && number % 4 != 0 && chance.happens(0.3) ? List.of("t" + chance.below(i)) : List.of();
                TaskOptions options = TaskOptions.DEFAULTS
                        .needs(Resources.cpus(chance.below(2)))
                        .retry(Retry.fixed(2))
                        .placing(placing(chance, number, i));
                int failures = chance.happens(0.1) ? 1 : 0;
                Recipe recipe = Recipe.failing(chance.between(1, 300), failures);
                tasks.add(task("t" + i, recipe, inputs, List.of(), options));
            }
            return compile(name, tasks);
        });
    }

    /** A graph of tasks of which few may run at once, those of all other such jobs included. */
    public static Blueprint rationed(int number) {
        return POOL.computeIfAbsent("rationed-" + number, name -> {
            var chance = new Chance(number);
            var tasks = new ArrayList<TaskSpec>();
            for (int i = 0; i < 4 + number; i++) {
                TaskOptions options = TaskOptions.DEFAULTS
                        .needs(Resources.cpus(chance.below(2)))
                        .retry(Retry.fixed(2))
                        .placing(Placing.NONE.atMost("ration", 2 + number % 2));
                tasks.add(task("t" + i, Recipe.failing(chance.between(50, 400), 0), List.of(), List.of(), options));
            }
            return compile(name, tasks);
        });
    }

    private static Placing placing(Chance chance, int number, int task) {
        Placing placing = number % 4 == 1 ? Placing.NONE.apart(Placing.NODE, "g") : Placing.NONE;
        if (number % 4 == 0 && task < 3) {
            return placing.gang(number % 8 == 0 || task < 2 ? "g" : "h");
        }
        if (number % 4 == 2 && chance.happens(0.7)) {
            placing = placing.together("h" + chance.below(2));
        }
        if (number % 4 == 3) {
            placing = chance.happens(0.5) ? placing.perNode("some", 1) : placing.atMost("few", 1 + number % 8 / 4);
        }
        if (chance.happens(0.3)) {
            placing = placing.spread(chance.happens(0.5) ? ZONE : Placing.NODE, "s");
        }
        return task > 0 && chance.happens(0.3) ? placing.near("t" + chance.below(task)) : placing;
    }

    /** A graph of tasks many of which fail, that can do without others, or stand in for them. */
    public static Blueprint lenient(int number) {
        return POOL.computeIfAbsent("lenient-" + number, name -> compile(name, new Lenient(new Chance(number)).draw()));
    }

    private static Blueprint grow(String name, int shape) {
        var tasks = new ArrayList<TaskSpec>();
        for (int i = 0; i <= shape % 3; i++) {
            List<String> inputs = i == 0 ? List.of() : List.of("t" + (i - 1));
            tasks.add(task("t" + i, Recipe.lasting(5 + 20 * i), inputs, List.of(), TaskOptions.DEFAULTS));
        }
        return compile(name, tasks);
    }

    private static Blueprint draw(String name, Chance chance, Policies policies) {
        int count = chance.happens(0.1) ? 1 : chance.between(2, TASKS_MAX);
        boolean isDoomed = chance.happens(0.06);
        var tasks = new ArrayList<TaskSpec>();
        var lists = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            String own = "t" + i;
            boolean maps = !lists.isEmpty() && chance.happens(0.5);
            var inputs = maps ? new ArrayList<>(List.of(lists.remove(0))) : new ArrayList<String>();
            List<String> after = new ArrayList<>();
            chooseEdges(chance, i, inputs, after);
            boolean makesList = !maps && chance.happens(0.12);
            Recipe recipe = recipe(chance, policies, makesList, isDoomed && i == count / 2);
            TaskOptions options = options(chance, policies, recipe);
            if (makesList) {
                lists.add(own);
            }
            tasks.add(maps ? each(own, recipe, inputs, after, options) : task(own, recipe, inputs, after, options));
        }
        return compile(name, tasks);
    }

    private static void chooseEdges(Chance chance, int task, List<String> inputs, List<String> after) {
        int edges = task == 0 ? 0 : chance.between(chance.happens(0.8) ? 1 : 0, 2);
        for (int e = 0; e < edges; e++) {
            String other = "t" + (chance.happens(0.6) ? task - 1 : chance.below(task));
            if (!inputs.contains(other) && !after.contains(other)) {
                (chance.happens(0.85) ? inputs : after).add(other);
            }
        }
    }

    private static Recipe recipe(Chance chance, Policies policies, boolean makesList, boolean isDoomed) {
        int failures = isDoomed ? 100 : chance.happens(0.15) ? chance.between(1, 2) : 0;
        boolean hangs = failures == 0 && chance.happens(0.05);
        boolean grows = !makesList && chance.happens(0.06);
        return new Recipe(
                chance.happens(0.2) ? 0 : chance.happens(0.1) ? chance.between(300, 1_500) : chance.between(1, 80),
                failures,
                hangs ? 1 : 0,
                hangs && chance.happens(0.4),
                chance.happens(0.15) ? 4_096 : 16,
                makesList ? chance.below(5) : Recipe.NO_LIST,
                grows ? chance.below(GROWN) : Recipe.NO_GROWTH,
                chance.happens(0.7),
                false,
                failures == 0 ? Recipe.Throwing.STATE : policies.throwing(),
                0,
                0);
    }

    private static TaskOptions options(Chance chance, Policies policies, Recipe recipe) {
        var options = TaskOptions.DEFAULTS.needs(needs(chance)).priority(chance.below(3));
        if (recipe.failures() > 0 || recipe.hangs() > 0) {
            options = options.retry(policies.retry(Duration.ofMillis(chance.between(0, 200)), recipe));
        }
        if (recipe.hangs() > 0 || recipe.millis() < 100 && chance.happens(0.1)) {
            options = options.timeout(Duration.ofMillis(chance.between(1_000, 2_000)));
        }
        if (chance.happens(0.1)) {
            options = options.where(Selector.label(ZONE).is(chance.happens(0.5) ? "a" : "b"));
        } else {
            options = options.verification(policies.verification(options.needs(), recipe));
        }
        return chance.happens(0.2) ? options.keeping() : options;
    }

    private static Resources needs(Chance chance) {
        var cpus = Resources.cpus(chance.happens(0.7) ? 1 : chance.between(0, 2));
        return chance.happens(0.3) ? cpus.memory(chance.between(1, 3) * 1_000L) : cpus;
    }

    private static TaskSpec task(
            String name, Recipe recipe, List<String> inputs, List<String> after, TaskOptions options) {
        return new TaskSpec(name, new TaskSpec.Work.Runs(Body.named(recipe.text())), inputs, after, options);
    }

    private static TaskSpec each(
            String name, Recipe recipe, List<String> inputs, List<String> after, TaskOptions options) {
        return new TaskSpec(name, new TaskSpec.Work.Maps(Body.named(recipe.text())), inputs, after, options);
    }

    /** The bytes of the jar that a graph of these names. */
    public static byte[] jarOf(Blueprint graph) {
        return graph.jar().isPresent() ? jar(graph.name()) : new byte[0];
    }

    private static byte[] jar(String graph) {
        return new byte[] {(byte) (graph.length() % JARS)};
    }

    /** Compiles tasks whose bodies are recipes. */
    public static Blueprint compile(String name, List<TaskSpec> tasks) {
        Optional<Digest> jar =
                name.hashCode() % EACH_WITH_JAR == 0 ? Optional.of(Digest.of(jar(name))) : Optional.empty();
        return new DagSpec(name, tasks, Set.of()).compile(new RecipeEncoder(jar));
    }
}
