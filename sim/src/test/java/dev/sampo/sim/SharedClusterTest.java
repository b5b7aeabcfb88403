package dev.sampo.sim;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Body;
import dev.sampo.dag.TaskOptions;
import dev.sampo.dag.TaskSpec;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.planning.PlannerSettings;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Quota;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import dev.sampo.sim.body.Graphs;
import dev.sampo.sim.body.Recipe;
import dev.sampo.tenant.TenantSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many jobs of several tenants on a cluster that has not enough for all. */
class SharedClusterTest {
    private static final int JOBS = 200;
    private static final int TENANTS = 5;
    private static final int SEEDS = Integer.getInteger("sampo.shares.seeds", 1);
    private static final int PARTITIONS = 4;
    private static final long BEGIN = 10_000;
    private static final long MINUTE = 60_000;
    private static final List<Equipment> NODES = nodes(10, cpus(6));
    private static final Resources RICH = cpus(16).memory("64GB").gpus(4);

    private static List<Equipment> nodes(int count, Resources capacity) {
        return Collections.nCopies(count, Equipment.of(capacity));
    }

    private static Blueprint wide(String name, int tasks, long millis, TaskOptions options) {
        var specs = new ArrayList<TaskSpec>();
        var work =
                new TaskSpec.Work.Runs(Body.named(Recipe.lasting((int) millis).text()));
        for (int i = 0; i < tasks; i++) {
            specs.add(new TaskSpec(name + "-" + i, work, List.of(), List.of(), options, Duration.ofMillis(millis)));
        }
        return Graphs.compile(name, specs);
    }

    private static void submit(SharedCluster cluster, int partition, String name, int tasks, long millis, int tenant) {
        submit(cluster, partition, name, tasks, millis, tenant, TaskOptions.DEFAULTS);
    }

    private static void submit(
            SharedCluster cluster,
            int partition,
            String name,
            int tasks,
            long millis,
            int tenant,
            TaskOptions options) {
        var of = JobOptions.DEFAULTS.tenant("t" + tenant);
        cluster.submit(partition, new JobId(name), wide(name, tasks, millis, options), of);
    }

    /** The weight of each is in its name. */
    private static PlannerSettings settings() {
        var tenants = new TreeMap<String, TenantSettings>();
        for (int weight = 1; weight <= TENANTS; weight++) {
            tenants.put("t" + weight, new TenantSettings(weight, Quota.NONE));
        }
        return PlannerSettings.DEFAULTS.tenants(tenants);
    }

    /** Over a minute, after a while. */
    private static Map<String, Double> sharesOfAMinute(SharedCluster cluster) {
        cluster.runUntil(BEGIN);
        cluster.beginCount();
        cluster.runUntil(BEGIN + MINUTE);
        assertThat(cluster.cpusUsed(MINUTE)).isGreaterThan(0.95);
        return cluster.dominantShares();
    }

    private static void assertSharesByWeight(SharedCluster cluster, double weights, double within) {
        sharesOfAMinute(cluster).forEach((tenant, share) -> {
            double due = Integer.parseInt(tenant.substring(1)) / weights;
            assertThat(share).as("share of " + tenant).isCloseTo(due, within(within * due));
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8})
    void eachTenantHasItsShareByItsWeight(int partitions) {
        var cluster = new SharedCluster(partitions, settings(), NODES, 7);
        for (int job = 0; job < JOBS; job++) {
            submit(cluster, job % partitions, "j" + job, 600, 50L << (job % 4), 1 + job % TENANTS);
        }
        assertSharesByWeight(cluster, 15, 0.04);
    }

    /** What is asked of four partitions; jobs are where their ids say, which is by chance. */
    private enum Load {
        OF_SHORT_TASKS(NODES) {
            @Override
            double within() {
                return 0.055; // One tenant of three times five: 5.2 %.
            }

            @Override
            long millis(int tenant, SplittableRandom random) {
                return 50;
            }
        },
        OF_TASKS_OF_A_SECOND(NODES) {
            @Override
            long millis(int tenant, SplittableRandom random) {
                return 1_000;
            }
        },
        OF_TASKS_OF_SECONDS(NODES) {
            @Override
            long millis(int tenant, SplittableRandom random) {
                return 4_000;
            }
        },
        OF_SHORT_AND_LONG_TASKS(NODES) {
            @Override
            long millis(int tenant, SplittableRandom random) {
                return List.of(50L, 200L, 1_000L, 3_000L).get(random.nextInt(4));
            }
        },
        WHERE_WHO_IS_DUE_LITTLE_HAS_LONG_TASKS(NODES) {
            @Override
            long millis(int tenant, SplittableRandom random) {
                return List.of(4_000L, 1_000L, 200L, 100L, 50L).get(tenant - 1);
            }
        },
        WITH_ONE_TENANT_IN_ONE_PARTITION(NODES) {
            @Override
            int partition(int tenant, SplittableRandom random) {
                return tenant == 3 ? 0 : random.nextInt(PARTITIONS);
            }
        },
        WITH_EACH_TENANT_IN_ONE_PARTITION(NODES) {
            @Override
            int partition(int tenant, SplittableRandom random) {
                return tenant % PARTITIONS;
            }
        },
        ON_FEW_LARGE_NODES(nodes(2, cpus(32))),
        ON_MANY_SMALL_NODES(nodes(60, cpus(1))),
        ON_FORTY_NODES(nodes(40, cpus(4))) {
            @Override
            long millis(int tenant, SplittableRandom random) {
                return random.nextBoolean() ? 500 : 2_000;
            }
        },
        WITH_UNLIKE_NEEDS(nodes(8, RICH)) {
            @Override
            TaskOptions options(int tenant) {
                Resources mostlyGpus = cpus(1).memory("1GB").gpus(0.5);
                Resources mostlyCpus = cpus(2).memory("1GB");
                Resources mostlyMemory = cpus(1).memory("8GB");
                return TaskOptions.DEFAULTS.needs(
                        List.of(mostlyGpus, mostlyCpus, mostlyMemory).get(tenant % 3));
            }
        },
        WITH_A_TENANT_ON_HALF_OF_THE_NODES(halfWithLabel()) {
            @Override
            TaskOptions options(int tenant) {
                var where = Selector.label("zone").is("a");
                return tenant == 4 ? TaskOptions.DEFAULTS.where(where) : TaskOptions.DEFAULTS;
            }
        };

        private final List<Equipment> nodes;

        Load(List<Equipment> nodes) {
            this.nodes = nodes;
        }

        private static List<Equipment> halfWithLabel() {
            var nodes = new ArrayList<>(nodes(5, cpus(6)));
            nodes.addAll(Collections.nCopies(5, new Equipment(cpus(6), Map.of(), Map.of("zone", "a"))));
            return nodes;
        }

        long millis(int tenant, SplittableRandom random) {
            return 100L << random.nextInt(4);
        }

        int partition(int tenant, SplittableRandom random) {
            return random.nextInt(PARTITIONS);
        }

        TaskOptions options(int tenant) {
            return TaskOptions.DEFAULTS;
        }

        double within() {
            return 0.05;
        }

        /** With more for each tenant to do than it is due. */
        SharedCluster cluster(int seed) {
            var cluster = new SharedCluster(PARTITIONS, settings(), nodes, seed);
            var random = new SplittableRandom(seed);
            double slots =
                    nodes.stream().mapToLong(node -> node.capacity().cpuUnits()).sum() / 1_000.0;
            for (int job = 0; job < JOBS; job++) {
                int tenant = 1 + job % TENANTS;
                long millis = millis(tenant, random);
                double each = 2.2 * slots * tenant / 15 * (BEGIN + MINUTE) * TENANTS / JOBS;
                int tasks = (int) Math.max(8, each / millis);
                submit(cluster, partition(tenant, random), "j" + job, tasks, millis, tenant, options(tenant));
            }
            return cluster;
        }
    }

    @ParameterizedTest
    @EnumSource
    void withFourPartitionsEachTenantHasItsShareWhateverTheLoad(Load load) {
        for (int seed = 0; seed < SEEDS; seed++) {
            assertSharesByWeight(load.cluster(seed), 15, load.within());
        }
    }

    /** One job each: those that share a partition are not behind the one that has another to itself. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void whoHasAPartitionToItselfHasNoMoreThanItsShare(int alone) {
        var cluster = new SharedCluster(PARTITIONS, settings(), NODES, 7);
        for (int tenant = 1; tenant <= TENANTS; tenant++) {
            submit(cluster, tenant == alone ? 0 : 1, "j" + tenant, 1_000 * tenant, 500, tenant);
        }
        assertSharesByWeight(cluster, 15, 0.05);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 5})
    void whoComesLateHasItsShareFromThenOn(int late) {
        var cluster = new SharedCluster(PARTITIONS, settings(), NODES, 7);
        var random = new SplittableRandom(7);
        for (int job = 0; job < JOBS; job++) {
            int tenant = 1 + job % TENANTS;
            if (tenant != late) {
                submit(cluster, random.nextInt(PARTITIONS), "j" + job, 60 * tenant, 100L << random.nextInt(4), tenant);
            }
        }
        cluster.runUntil(BEGIN - 3_000);
        for (int job = 0; job < JOBS / TENANTS; job++) {
            submit(cluster, random.nextInt(PARTITIONS), "late" + job, 60 * late, 100L << random.nextInt(4), late);
        }
        assertSharesByWeight(cluster, 15, 0.05);
    }

    /** @param alsoIn whether the tenant with the least weight has jobs in the partition of the other, too */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tenantsWhoseJobsArePlannedByDifferentPartitionsShareByWeight(boolean alsoIn) {
        var cluster = new SharedCluster(2, settings(), NODES, 7);
        for (int job = 0; job < 60; job++) {
            long millis = 100L << (job % 4);
            submit(cluster, 0, "one" + job, 600, millis, 1);
            submit(cluster, 1, "three" + job, 600, millis, 3);
            if (alsoIn) {
                submit(cluster, 1, "also" + job, 600, millis, 1);
            }
        }
        assertSharesByWeight(cluster, 4, 0.02);
    }

    /** A job that takes ten minutes, and one of which each task takes a second. */
    @ParameterizedTest
    @CsvSource({"1, 10, 6", "4, 10, 6", "1, 60, 1", "4, 60, 1", "1, 1, 1", "4, 1, 1", "4, 2, 32"})
    void aShortJobIsNotHeldUpByAWideOne(int partitions, int count, int each) {
        var cluster = new SharedCluster(partitions, PlannerSettings.DEFAULTS, nodes(count, cpus(each)), 7);
        int slots = count * each;
        submit(cluster, 0, "wide", 600 * slots, 1_000, 1);
        cluster.runUntil(5_000);
        submit(cluster, partitions - 1, "short", Math.max(1, slots / 2), 1_000, 1);

        cluster.runUntil(20_000);

        // Within one and a half seconds all slots have been free once, and half of them are its due; then a second, or
        // one and a half, of work.
        assertThat(cluster.lastEnd(new JobId("short"))).isLessThan(5_000 + 3_500);
    }
}
