package dev.sampo.harness;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What a cluster under test is made of. Every method returns a changed copy, so that a spec can be shared and varied.
 *
 * @param linked whether the links between members can be broken
 * @param limit how long anything may take before it counts as failed
 * @param directory where data and output of the nodes are kept for good; if empty, they are deleted unless a test failed
 * @param own what single nodes differ in, over the settings of all
 */
public record ClusterSpec(
        int size,
        Mode mode,
        Config settings,
        Map<Integer, Config> own,
        List<String> jvmOptions,
        boolean linked,
        Duration limit,
        Optional<Path> directory) {

    private static final List<String> PROFILES = List.of("default", "fast");

    /** Where the nodes run. */
    public enum Mode {
        JVMS,
        IN_PROCESS
    }

    public ClusterSpec {
        if (size < 1) {
            throw new IllegalArgumentException("a cluster has at least one node, not " + size);
        }
        own = Map.copyOf(own);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** Every node in a JVM of its own: what is tested is what runs in earnest, kills included. */
    public static ClusterSpec jvms(int size) {
        return of(size, Mode.JVMS);
    }

    /** Every node an actor system in this JVM: starts sooner, cannot be paused, and shares all that is static. */
    public static ClusterSpec inProcess(int size) {
        return of(size, Mode.IN_PROCESS);
    }

    private static ClusterSpec of(int size, Mode mode) {
        return new ClusterSpec(
                size,
                mode,
                ConfigFactory.empty(),
                Map.of(),
                List.of("-Xmx256m"),
                true,
                Duration.ofSeconds(90),
                Optional.empty());
    }

    /** Changes every node: {@code .nodes(node -> node.cpus(4).label("disk", "nvme"))}. */
    public ClusterSpec nodes(UnaryOperator<NodeSpec> change) {
        return new ClusterSpec(
                size, mode, change.apply(new NodeSpec(settings)).settings(), own, jvmOptions, linked, limit, directory);
    }

    /** Changes one node, counted from 0. */
    public ClusterSpec node(int number, UnaryOperator<NodeSpec> change) {
        var changed = new TreeMap<>(own);
        var before = new NodeSpec(own.getOrDefault(number, ConfigFactory.empty()));
        changed.put(number, change.apply(before).settings());
        return new ClusterSpec(size, mode, settings, changed, jvmOptions, linked, limit, directory);
    }

    /** More options for the nodes' JVMs, after ours. */
    public ClusterSpec jvmOptions(String... more) {
        var options = new ArrayList<>(jvmOptions);
        options.addAll(List.of(more));
        return new ClusterSpec(size, mode, settings, own, options, linked, limit, directory);
    }

    /** Lets nodes talk without a detour through this JVM, which is faster; their links cannot be broken then. */
    public ClusterSpec direct() {
        return new ClusterSpec(size, mode, settings, own, jvmOptions, false, limit, directory);
    }

    public ClusterSpec limit(Duration longest) {
        return new ClusterSpec(size, mode, settings, own, jvmOptions, linked, longest, directory);
    }

    /** Keeps data and output of the nodes here, whatever happens. */
    public ClusterSpec directory(Path kept) {
        return new ClusterSpec(size, mode, settings, own, jvmOptions, linked, limit, Optional.of(kept));
    }

    /** Whether the node counts for the majority, as all do but those that are only workers. */
    boolean isVoter(int number) {
        return rolesOf(number).stream().anyMatch(role -> !role.equals("worker"));
    }

    /** How many nodes write to the journal. */
    long coordinators() {
        return IntStream.range(0, size)
                .filter(number -> rolesOf(number).contains("coordinator"))
                .count();
    }

    private List<String> rolesOf(int number) {
        return settingsOf(number).withFallback(ConfigFactory.load()).getStringList("sampo.node.roles");
    }

    /** What is set for one node, its own settings first. */
    Config settingsOf(int number) {
        return inForce(own.getOrDefault(number, ConfigFactory.empty()).withFallback(settings));
    }

    Config settingsOfClient() {
        return inForce(settings);
    }

    /** What a test sets of Pekko goes before what Sampo sets of it for members of a cluster, in any of its profiles. */
    private static Config inForce(Config settings) {
        Config all = settings;
        if (settings.hasPath("pekko")) {
            for (String profile : PROFILES) {
                all = settings.getConfig("pekko")
                        .atPath("sampo-home.profile." + profile + ".pekko")
                        .withFallback(all);
            }
        }
        return all;
    }
}
