package dev.sampo.cli;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.sampo.Doors;
import dev.sampo.Sampo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** Runs a node of a cluster until it is told to stop. */
@picocli.CommandLine.Command(
        name = "node",
        description = {
            "Run a node of a cluster until SIGTERM or Ctrl-C; then it leaves, and what it did goes on elsewhere.",
            "The first node says what to type for the second. What is not said here comes from application.conf."
        },
        footer = {
            "",
            "Examples:",
            "  ./sampo node --port 7355",
            "  ./sampo node --join 127.0.0.1:7355",
            "  ./sampo node --port 7355 --expect 3 --data ./node-1",
            "  ./sampo node --join 127.0.0.1:7355 --role observer      a light third node, so that any one may die",
            "",
            "Exit codes: 0 left on request, 69 could not join, 74 the disk failed, 76 removed by the other nodes:",
            "start it again, 78 bad configuration: a port that is taken, a data directory that is in use or cannot",
            "be written, an address beyond loopback without --insecure-bind."
        })
final class NodeCommand extends Command {

    @Option(
            names = "--join",
            paramLabel = "ADDRESS",
            description = "host:port of a node that is in the cluster; may be given again for others.")
    private List<String> join = List.of();

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "What the cluster is called; nodes of another are refused. Default: sampo.")
    private String cluster;

    @Option(names = "--host", paramLabel = "HOST", description = "Where to listen. Default: 127.0.0.1.")
    private String host;

    @Option(names = "--port", paramLabel = "PORT", description = "Where to listen. Default: 0, any that is free.")
    private Integer port;

    @Option(names = "--name", paramLabel = "NAME", description = "The node's name. Default: its address.")
    private String name;

    @Option(names = "--cpus", paramLabel = "N", description = "Cpus to promise. Default: what the machine has.")
    private String cpus;

    @Option(names = "--memory", paramLabel = "SIZE", description = "Memory to promise, as 2GiB. Default: the heap.")
    private String memory;

    @Option(names = "--gpus", paramLabel = "N", description = "Gpus to promise. Default: what nvidia-smi lists.")
    private String gpus;

    @Option(names = "--resource", paramLabel = "NAME=N", description = "Another resource to promise; repeatable.")
    private Map<String, Double> resources = Map.of();

    @Option(names = "--label", paramLabel = "NAME=TEXT", description = "For tasks that choose; repeatable.")
    private Map<String, String> labels = Map.of();

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            split = ",",
            description = "coordinator, worker, journal, observer or none; repeatable. Default: coordinator,worker.")
    private List<String> roles = List.of();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where to keep what must survive. Default: a temporary directory, removed at the end.")
    private Path data;

    @Option(
            names = "--expect",
            paramLabel = "N",
            description = "How many nodes the cluster is made of; it begins when a majority is there. Default: 1.")
    private Integer expect;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Where it answers ./sampo nodes, jobs, explain, and whoever else speaks HTTP; on loopback."
                    + " Default: 0, any that is free.")
    private Integer httpPort;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "How soon silent nodes are given up: default or fast. Default: default.")
    private String profile;

    @Option(
            names = "--insecure-bind",
            description = "Listen beyond loopback although connections are not encrypted and anybody may join.")
    private boolean insecureBind;

    @Option(
            names = "--log",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "How to write the log, on stderr: text, or json (an object a line). Default: text.")
    private Logs.Form log;

    NodeCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    Logs.Form logForm() {
        return log;
    }

    @Override
    protected ExitCode run() throws Exception {
        var configured = ConfigFactory.load();
        boolean opensDoor = configured.getString("sampo.http.enabled").equals("auto") && Doors.isThere();
        var settings = settings();
        put(settings, "http.enabled", opensDoor ? true : null);
        put(
                settings,
                "commands.enabled",
                configured.getString("sampo.commands.enabled").equals("auto") ? true : null);
        var config = ConfigFactory.parseMap(settings).withFallback(configured);
        return new RunningNode(this, cluster, expect == null ? 1 : expect).run(hears -> Sampo.join(config, hears));
    }

    private Map<String, Object> settings() {
        var settings = new TreeMap<String, Object>();
        // The command leaves by itself when it is told to stop, and says with which exit code.
        settings.put("sampo-home.clustered.pekko.jvm-shutdown-hooks", false);
        settings.put("sampo-home.clustered.pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", false);
        put(settings, "cluster.name", cluster);
        put(settings, "cluster.host", host);
        put(settings, "cluster.port", port);
        put(settings, "cluster.expect", expect);
        put(settings, "cluster.profile", profile);
        put(settings, "cluster.insecure-bind", insecureBind ? true : null);
        put(settings, "cluster.seeds", join.isEmpty() ? null : join);
        put(settings, "node.name", name);
        put(settings, "node.cpus", cpus);
        put(settings, "node.memory", memory);
        put(settings, "node.gpus", gpus);
        put(settings, "node.roles", roles.isEmpty() ? null : roles.equals(List.of("none")) ? List.of() : roles);
        put(settings, "node.resources", resources.isEmpty() ? null : ConfigValueFactory.fromMap(resources));
        put(settings, "node.labels", labels.isEmpty() ? null : ConfigValueFactory.fromMap(labels));
        put(settings, "http.port", httpPort);
        put(settings, "data", data == null ? null : data.toString());
        return settings;
    }

    private static void put(Map<String, Object> settings, String setting, Object value) {
        if (value != null) {
            settings.put("sampo." + setting, value);
        }
    }
}
