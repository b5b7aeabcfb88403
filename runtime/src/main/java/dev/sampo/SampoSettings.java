package dev.sampo;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import dev.sampo.actors.EngineSettings;
import dev.sampo.actors.body.JarShelf;
import dev.sampo.actors.body.JarSigners;
import dev.sampo.actors.body.UserCode;
import dev.sampo.actors.child.ChildSettings;
import dev.sampo.body.AllowList;
import dev.sampo.body.Catalogue;
import dev.sampo.command.CommandRunner;
import dev.sampo.dag.Taking;
import dev.sampo.job.JobOptions;
import dev.sampo.job.NodeId;
import dev.sampo.link.LinkSettings;
import dev.sampo.placement.Placer;
import dev.sampo.placement.Placers;
import dev.sampo.planning.PlannerSettings;
import dev.sampo.resilience.BreakerSettings;
import dev.sampo.resilience.CopySettings;
import dev.sampo.resilience.limit.LimitSettings;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Quota;
import dev.sampo.resource.Resources;
import dev.sampo.tenant.TenantSettings;
import dev.sampo.worker.WorkerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** All settings of one Sampo, read once from the {@code sampo} section at start. */
record SampoSettings(
        EngineSettings engine, List<LimitSettings> limits, ClientSettings client, UserCode code, Duration drain) {

    private static final Set<String> OF_TENANTS = Set.of("weight", "quota", "open-jobs-max", "open-tasks-max");
    private static final int PARTITIONS_ALONE = 1;
    private static final int CLIENTS_MAX = 100_000;
    private static final int THREADS_MAX = 1_024;

    /** @param name the node's name when the configuration leaves it open */
    static SampoSettings from(Config sampo, String name, Optional<Path> data, boolean alone) {
        try {
            return new SampoSettings(
                    engine(sampo, name, data, alone),
                    DeclaredLimits.from(sampo.getConfig("limits")),
                    ClientSettings.from(sampo.getConfig("client")),
                    new UserCode(
                            CodeHere.classLoader(),
                            catalogue(sampo),
                            CodeHere::catalogue,
                            AllowList.of(allowed(sampo)),
                            new JarShelf(data.map(directory -> directory.resolve("jars")), signers(sampo))),
                    sampo.getDuration("node.drain"));
        } catch (ConfigException.Missing | ConfigException.WrongType wrong) {
            throw new IllegalArgumentException("the configuration is not usable: " + wrong.getMessage(), wrong);
        }
    }

    private static JarSigners signers(Config sampo) {
        try {
            return JarSigners.of(sampo.getStringList("jars.signers"));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("sampo.jars.signers: " + wrong.getMessage(), wrong);
        }
    }

    private static Catalogue catalogue(Config sampo) {
        return CodeHere.catalogue().with(CommandRunner.NAME, CommandRunner.from(sampo.getConfig("commands")));
    }

    private static EngineSettings engine(Config sampo, String name, Optional<Path> data, boolean alone) {
        Config node = sampo.getConfig("node");
        Config worker = sampo.getConfig("worker");
        var link = link(sampo.getConfig("link"));
        String chosen = node.getString("name");
        int partitions = alone ? PARTITIONS_ALONE : sampo.getInt("partitions");
        PlannerSettings planner = planner(partitions, sampo.getConfig("planner"), link);
        boolean isRanked = planner.placer().get().ranks();
        var roles = new HashSet<>(node.getStringList("roles"));
        return new EngineSettings(
                new NodeId(chosen.isEmpty() ? name : chosen),
                equipment(node, sampo.getConfig("commands"), sampo.getConfig("limits")),
                roles,
                partitions,
                "",
                "",
                sampo.getInt("planner.checkpoint-facts"),
                CLIENTS_MAX,
                data.map(directory -> directory.resolve("values")),
                worker.getString("values-memory").equals("auto")
                        ? Runtime.getRuntime().maxMemory() / 8
                        : worker.getMemorySize("values-memory").toBytes(),
                (int) worker.getMemorySize("inline-max").toBytes(),
                THREADS_MAX,
                planner,
                new WorkerSettings(
                        worker.getDuration("grace").toMillis(),
                        worker.getInt("passed-over-max"),
                        roles.contains(EngineSettings.WORKER),
                        isRanked ? worker.getDuration("adopt-after").toNanos() / 1_000 : Long.MAX_VALUE,
                        link),
                children(worker.getConfig("own-jvm")));
    }

    private static ChildSettings children(Config ownJvm) {
        return new ChildSettings(
                OwnJvm.class.getName(),
                ownJvm.getInt("idle-max"),
                ownJvm.getDuration("idle-for").toMillis(),
                ownJvm.getInt("attempts-max"),
                ownJvm.getDuration("start-timeout").toMillis(),
                ownJvm.getStringList("java-options"));
    }

    private static LinkSettings link(Config link) {
        return new LinkSettings(
                link.getDuration("resend").toMillis(),
                link.getDuration("acknowledge").toMillis(),
                (int) link.getMemorySize("envelope").toBytes(),
                link.getInt("reports-in-flight-max"));
    }

    private static PlannerSettings planner(int partitions, Config planner, LinkSettings link) {
        return new PlannerSettings(
                partitions,
                placer(planner.getString("placer")),
                planner.getDuration("queue-ahead").toNanos() / 1_000,
                planner.getInt("queue-ahead-max"),
                planner.getDuration("overdue-after").toMillis(),
                planner.getInt("assign-chunk"),
                planner.getMemorySize("bandwidth").toBytes(),
                planner.getDuration("settle").toMillis(),
                planner.getDuration("settle-max").toMillis(),
                planner.getDuration("deadline-margin").toMillis(),
                planner.getInt("losses-max"),
                planner.getDuration("fallback-after").toMillis(),
                planner.getDuration("retain").toMillis(),
                planner.getInt("retain-max"),
                planner.getInt("open-jobs-max"),
                planner.getInt("open-tasks-max"),
                tenants(planner.getConfig("tenants")),
                copies(planner.getConfig("copies")),
                breaker(planner.getConfig("breaker")),
                link);
    }

    private static Map<String, TenantSettings> tenants(Config tenants) {
        var settings = new TreeMap<String, TenantSettings>();
        for (String name : tenants.root().keySet()) {
            JobOptions.DEFAULTS.tenant(name);
            Config tenant = tenants.getConfig(ConfigUtil.joinPath(name));
            try {
                requireKnown(tenant);
                settings.put(
                        name,
                        new TenantSettings(
                                tenant.hasPath("weight") ? whole(tenant, "weight") : 1,
                                tenant.hasPath("quota") ? quota(tenant.getConfig("quota")) : Quota.NONE,
                                limit(tenant, "open-jobs-max"),
                                limit(tenant, "open-tasks-max")));
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException("sampo.planner.tenants." + name + ": " + wrong.getMessage(), wrong);
            }
        }
        return settings;
    }

    /** What is misspelt would otherwise be a quota that nobody keeps to. */
    private static void requireKnown(Config tenant) {
        for (String setting : tenant.root().keySet()) {
            if (!OF_TENANTS.contains(setting)) {
                throw new IllegalArgumentException(
                        "\"" + setting + "\" is no setting of a tenant, only " + new TreeSet<>(OF_TENANTS));
            }
        }
    }

    private static int limit(Config tenant, String name) {
        return tenant.hasPath(name) ? whole(tenant, name) : TenantSettings.NO_LIMIT;
    }

    /** A part of one would be left out without a word. */
    private static int whole(Config config, String name) {
        double number = config.getDouble(name);
        if (number != Math.rint(number)) {
            throw new IllegalArgumentException(name + "=" + number + " must be a whole number");
        }
        return config.getInt(name);
    }

    private static Quota quota(Config quota) {
        Quota all = Quota.NONE;
        for (String path : paths(quota)) {
            String kind = name(path);
            all = switch (kind) {
                case "cpus" -> all.cpus(quota.getDouble(path));
                case "memory" -> all.memory(quota.getMemorySize(path).toBytes());
                case "gpus" -> all.gpus(quota.getDouble(path));
                default -> all.and(kind, quota.getDouble(path));
            };
        }
        return all;
    }

    private static Supplier<Placer> placer(String name) {
        try {
            return Placers.found(CodeHere.classLoader()).named(name);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("sampo.planner.placer: " + wrong.getMessage(), wrong);
        }
    }

    private static CopySettings copies(Config copies) {
        return new CopySettings(copies.getDuration("after").toMillis(), copies.getDouble("share-max"));
    }

    private static BreakerSettings breaker(Config breaker) {
        return new BreakerSettings(
                breaker.getInt("window"),
                breaker.getInt("calls-min"),
                breaker.getDouble("failures"),
                breaker.getDouble("slow"),
                breaker.getDuration("open-for").toMillis(),
                breaker.getInt("probes"),
                breaker.getDuration("probe-within").toMillis());
    }

    private static Equipment equipment(Config node, Config commands, Config limits) {
        var items = new TreeMap<String, List<String>>();
        var extras = node.getConfig("resources");
        for (String extra : paths(extras)) {
            if (isList(extras, extra)) {
                items.put(name(extra), extras.getStringList(extra));
            }
        }
        if (isList(node, Equipment.GPUS)) {
            items.put(Equipment.GPUS, node.getStringList(Equipment.GPUS));
        }
        var labels = labels(node.getConfig("labels"));
        if (CommandRunner.isEnabled(commands)) {
            labels.putIfAbsent(CommandRunner.LABEL, CommandRunner.ON);
        }
        limits.root().keySet().forEach(limit -> labels.putIfAbsent(Taking.label(limit), Taking.DECLARED));
        return new Equipment(capacity(node), items, labels);
    }

    private static boolean isList(Config config, String setting) {
        return config.getValue(setting).valueType() == ConfigValueType.LIST;
    }

    /** Of names that users have given, in whose dots this format sees sections, quoted or not. */
    private static Set<String> paths(Config section) {
        var paths = new TreeSet<String>();
        section.entrySet().forEach(entry -> paths.add(entry.getKey()));
        return paths;
    }

    private static String name(String path) {
        return String.join(".", ConfigUtil.splitPath(path));
    }

    /** Without what consists of items: they count for themselves. */
    private static Resources capacity(Config node) {
        double cpus = isAuto(node, "cpus")
                ? Machine.HERE.cpus(Runtime.getRuntime().availableProcessors())
                : node.getDouble("cpus");
        long memory = isAuto(node, "memory")
                ? Machine.HERE.memory(Runtime.getRuntime().maxMemory())
                : node.getMemorySize("memory").toBytes();
        var capacity = Resources.cpus(cpus).memory(memory);
        if (!isList(node, Equipment.GPUS)) {
            capacity = capacity.gpus(isAuto(node, "gpus") ? Machine.gpus("nvidia-smi") : node.getDouble("gpus"));
        }
        var extras = node.getConfig("resources");
        for (String extra : paths(extras)) {
            if (!isList(extras, extra)) {
                capacity = capacity.and(name(extra), extras.getDouble(extra));
            }
        }
        return capacity;
    }

    private static boolean isAuto(Config node, String setting) {
        return node.getString(setting).equals("auto");
    }

    private static Map<String, String> labels(Config labels) {
        var map = new TreeMap<String, String>();
        paths(labels).forEach(label -> map.put(name(label), labels.getString(label)));
        return map;
    }

    /** Packages end in a dot where lists of what may travel are kept; in the file people write them without. */
    private static Set<String> allowed(Config sampo) {
        var allowed = new TreeSet<String>();
        for (String name : sampo.getStringList("bodies.allow")) {
            String last = name.substring(name.lastIndexOf('.') + 1);
            boolean isClass = !last.isEmpty() && Character.isUpperCase(last.charAt(0));
            allowed.add(isClass || name.endsWith(".") ? name : name + ".");
        }
        return allowed;
    }
}
