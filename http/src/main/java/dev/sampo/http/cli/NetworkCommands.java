package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Terminal;
import dev.sampo.http.api.ClusterView;
import dev.sampo.http.api.LinksView;
import dev.sampo.http.api.NodeView;
import dev.sampo.http.api.Requests;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What can be asked of the directory of nodes, and done to it. */
final class NetworkCommands {
    private NetworkCommands() {}

    @picocli.CommandLine.Command(name = "status", description = "Show the cluster at one glance, as one node sees it.")
    static final class Status extends WatchingCommand {
        Status(Terminal terminal) {
            super(terminal);
        }

        @Override
        void show(Remote remote) throws IOException {
            show(remote.get("/v1/cluster"), ClusterView.class, Status::words);
        }

        private static String words(ClusterView cluster) {
            String nodes = cluster.nodes().entrySet().stream()
                    .sorted(Comparator.comparing(each -> !each.getKey().equals("healthy")))
                    .map(each -> each.getValue() + " " + each.getKey())
                    .collect(Collectors.joining(", "));
            String schedulers = cluster.schedulers().stream()
                    .map(each -> "\n  partition " + each.partition() + ": "
                            + (each.address() == null ? "moving" : each.address()))
                    .collect(Collectors.joining());
            return "nodes: " + nodes + Nodes.load(cluster.load()) + "\nplacer: " + cluster.placer() + "\nschedulers:"
                    + schedulers + "\nseen from " + cluster.node() + " at " + cluster.address();
        }
    }

    @picocli.CommandLine.Command(name = "list", description = "Show all nodes; the same as ./sampo nodes.")
    static final class ListNodes extends NodesCommand {
        ListNodes(Terminal terminal) {
            super(terminal);
        }
    }

    @picocli.CommandLine.Command(
            name = "register",
            description = {
                "Say anew what a node has; what is not said stays, and what tasks hold there is not touched.",
                "A node that is not there cannot be registered from here: it does so itself when it is started."
            })
    static final class Register extends OfNode {

        @Option(names = "--cpus", paramLabel = "N", description = "How many cpus it has.")
        private Double cpus;

        @Option(names = "--memory", paramLabel = "SIZE", description = "How much memory, as 2GiB.")
        private String memory;

        @Option(names = "--gpus", paramLabel = "N", description = "How many gpus.")
        private Double gpus;

        @Option(names = "--resource", paramLabel = "NAME=N", description = "Another resource; repeatable.")
        private Map<String, Double> resources = Map.of();

        @Option(names = "--label", paramLabel = "NAME=TEXT", description = "A label; repeatable.")
        private Map<String, String> labels = Map.of();

        Register(Terminal terminal) {
            super(terminal);
        }

        @Override
        ExitCode run(Remote remote) throws IOException {
            var capacity = new LinkedHashMap<String, Object>(resources);
            put(capacity, "cpus", cpus);
            put(capacity, "memory", memory);
            put(capacity, "gpus", gpus);
            var change = new Requests.ChangeNode(capacity, null, null, null, null, labels);
            show(remote.post(path() + "/change", change), NodeView.class, Nodes::one);
            return ExitCode.OK;
        }

        private static void put(Map<String, Object> capacity, String name, Object amount) {
            if (amount != null) {
                capacity.put(name, amount);
            }
        }
    }

    @picocli.CommandLine.Command(
            name = "unregister",
            description = {
                "Have a node leave the cluster: it is drained, and its process ends, whose exit code is 0.",
                "One that is gone for good is forgotten without being told."
            })
    static final class Unregister extends OfNode {

        Unregister(Terminal terminal) {
            super(terminal);
        }

        @Override
        ExitCode run(Remote remote) throws IOException {
            show(
                    remote.send("DELETE", path(), new Requests.Nothing()),
                    NodeView.class,
                    left -> "node " + Plain.of(left.node()) + " leaves");
            return ExitCode.OK;
        }
    }

    @picocli.CommandLine.Command(
            name = "touch",
            description = "Ask a node itself whether it is there, and say how long its answer took.")
    static final class Touch extends OfNode {

        Touch(Terminal terminal) {
            super(terminal);
        }

        @Override
        ExitCode run(Remote remote) throws IOException {
            long began = System.nanoTime();
            byte[] answer = remote.get(path());
            double millis = (System.nanoTime() - began) / 1e6;
            show(
                    answer,
                    NodeView.class,
                    there -> String.format(
                            Locale.ROOT,
                            "%s is there: it answered in %.0f ms, is %s and %s",
                            Plain.of(there.node()),
                            millis,
                            there.status(),
                            there.availability()));
            return ExitCode.OK;
        }
    }

    @picocli.CommandLine.Command(
            name = "links",
            description = {
                "Show whom a node reaches, and since when, as it says itself; those that it does not reach first.",
                "The other way round it may be otherwise."
            })
    static final class Links extends OfNode {

        @Option(names = "--from", paramLabel = "N", description = "Pass over so many. Default: 0.")
        private int from;

        @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 100.")
        private int limit = 100;

        @Mixin
        private Watch watch;

        Links(Terminal terminal) {
            super(terminal);
        }

        @Override
        ExitCode run(Remote remote) throws Exception {
            watch.show(terminal(), isJson(), () -> {
                byte[] answer = remote.get(path() + "/links?from=" + from + "&limit=" + limit);
                show(answer, LinksView.class, links -> Nodes.links(links, this));
                return true;
            });
            return ExitCode.OK;
        }
    }

    @picocli.CommandLine.Command(
            name = "set-status",
            description = {
                "Say what a node takes on: active, cordoned (nothing new) or draining (on its way out).",
                "Whether it is healthy, degraded or offline is measured, and cannot be said."
            })
    static final class SetStatus extends OfNode {
        private static final List<String> MEASURED = List.of("healthy", "degraded", "offline");

        @Parameters(index = "1", paramLabel = "STATUS", description = "active, cordoned or draining.")
        private String status;

        SetStatus(Terminal terminal) {
            super(terminal);
        }

        @Override
        ExitCode run(Remote remote) throws IOException {
            if (MEASURED.contains(status)) {
                throw new dev.sampo.cli.Refusals.Refused(
                        ExitCode.USAGE,
                        "\"" + status + "\" is measured by the cluster and cannot be said; what a node takes on can:"
                                + " active, cordoned (instead of degraded) or draining (instead of offline)");
            }
            show(
                    remote.send("PUT", path() + "/availability", new Requests.TakeOn(status, null)),
                    NodeView.class,
                    Nodes::one);
            return ExitCode.OK;
        }
    }
}
