package dev.sampo;

import com.typesafe.config.Config;
import dev.sampo.actors.EngineSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How this node takes part in a cluster, from {@code sampo.cluster} and {@code sampo.node}.
 *
 * @param name what the cluster is called; nodes of other names do not join it
 * @param seeds "host:port" of nodes to join; empty for the first of all
 * @param expect how many voting nodes the cluster is made of; nothing runs before a majority of them is there
 * @param nodesMax how many members the cluster may have
 * @param joinTimeout how long to try before saying why it did not work
 */
record ClusterSettings(
        String name,
        String host,
        int port,
        List<String> seeds,
        Set<String> roles,
        int expect,
        int nodesMax,
        String profile,
        boolean insecureBind,
        Duration joinTimeout,
        int partitions) {

    private static final int PORT_MAX = 65_535;
    private static final int COPIES_MAX = 5;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Set<String> ROLES =
            Set.of(EngineSettings.COORDINATOR, EngineSettings.WORKER, EngineSettings.OBSERVER, EngineSettings.JOURNAL);
    private static final Set<String> PROFILES = Set.of("default", "fast");

    static ClusterSettings from(Config sampo) {
        Config cluster = sampo.getConfig("cluster");
        if (!cluster.getBoolean("enabled")) {
            throw new SampoException.NetworkingOff("Sampo.join");
        }
        String host = cluster.getString("host");
        int port = cluster.getInt("port");
        var seeds = cluster.getStringList("seeds");
        var settings = new ClusterSettings(
                cluster.getString("name"),
                host,
                port,
                seeds,
                roles(sampo),
                cluster.getString("expect").equals("auto")
                        ? expected(seeds, host + ":" + port)
                        : cluster.getInt("expect"),
                cluster.getInt("max-nodes"),
                cluster.getString("profile"),
                cluster.getBoolean("insecure-bind"),
                cluster.getDuration("join-timeout"),
                sampo.getInt("partitions"));
        settings.validate();
        return settings;
    }

    /** A list that names this node itself is the list of all that start the cluster. */
    private static int expected(List<String> seeds, String self) {
        return seeds.contains(self) ? seeds.size() : 1;
    }

    private static Set<String> roles(Config sampo) {
        List<String> given = sampo.getStringList("node.roles");
        for (String role : given) {
            if (!ROLES.contains(role)) {
                throw new SampoException.BadConfiguration(
                        "there is no role \"" + role + "\"; sampo.node.roles may have " + new TreeSet<>(ROLES));
            }
        }
        var roles = new TreeSet<>(given);
        roles.addAll(JournalHome.from(sampo, false).impliedRoles(roles));
        return Set.copyOf(roles);
    }

    private void validate() {
        require(NAME.matcher(name).matches(), "name", "\"" + name + "\"", "1 to 100 letters, digits, '.', '_' or '-'");
        require(port >= 0 && port <= PORT_MAX, "port", port, "0 to " + PORT_MAX);
        require(expect >= 1, "expect", expect, "at least 1, or auto");
        require(nodesMax >= expect, "max-nodes", nodesMax, "at least sampo.cluster.expect, which is " + expect);
        require(PROFILES.contains(profile), "profile", profile, "one of " + new TreeSet<>(PROFILES));
        require(!joinTimeout.isNegative() && !joinTimeout.isZero(), "join-timeout", joinTimeout, "more than nothing");
        for (String seed : seeds) {
            require(isAddress(seed), "seeds", seed, "addresses such as 127.0.0.1:7355");
        }
        refuseBeyondLoopback();
        require(
                !address().isAnyLocalAddress(),
                "host",
                host,
                "an address by which others can reach this node, not one that stands for all of its addresses");
    }

    private static void require(boolean holds, String setting, Object given, String wanted) {
        if (!holds) {
            throw new SampoException.BadConfiguration(
                    "sampo.cluster." + setting + " is " + given + "; it must be " + wanted);
        }
    }

    private static boolean isAddress(String text) {
        int colon = text.lastIndexOf(':');
        return colon > 0 && text.substring(colon + 1).matches("[0-9]{1,5}");
    }

    /** Without TLS whoever reaches the port can join, so it must not be reachable unless somebody says so. */
    private void refuseBeyondLoopback() {
        if (!isLoopback() && !insecureBind) {
            throw new SampoException.BadConfiguration("REFUSING_INSECURE_BIND " + host + ":" + port
                    + ": whoever reaches this address could join and run code here, since connections are not"
                    + " encrypted yet; use 127.0.0.1, or --insecure-bind (sampo.cluster.insecure-bind = on) on a"
                    + " network you trust");
        }
    }

    boolean isLoopback() {
        return address().isLoopbackAddress();
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new SampoException.BadConfiguration("host \"" + host
                    + "\" cannot be resolved; give an address of this machine as --host" + " (sampo.cluster.host)");
        }
    }

    /** Whether this node counts when a majority is asked for: those that schedule, keep the journal, or look on. */
    boolean isVoter() {
        return roles.stream().anyMatch(role -> !role.equals(EngineSettings.WORKER));
    }

    /** How many nodes vote on a replicated journal: an even one more would have to agree, but make nothing safer. */
    int copies() {
        return Math.min(COPIES_MAX, expect - (expect + 1) % 2);
    }

    /** What Pekko calls the roles of this node: ours, and the one that the majority is counted by. */
    List<String> pekkoRoles() {
        var all = new ArrayList<>(new TreeSet<>(roles));
        if (isVoter()) {
            all.add(EngineSettings.VOTER);
        }
        return all;
    }
}
