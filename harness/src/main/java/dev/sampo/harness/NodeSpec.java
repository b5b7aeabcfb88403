package dev.sampo.harness;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;

/** What one node, or each of them, differs in from {@code application.conf}. Every method returns a changed copy. */
public final class NodeSpec {
    /** Where the settings have the variables of the environment; nodes that share this JVM have its own. */
    static final String ENVIRONMENT = "sampo-harness.environment";

    private final Config settings;

    NodeSpec(Config settings) {
        this.settings = settings;
    }

    Config settings() {
        return settings;
    }

    /** How many cpus the node promises; what it promises need not be there. */
    public NodeSpec cpus(double cpus) {
        return set("sampo.node.cpus", cpus);
    }

    /** How much memory the node promises, such as {@code "512MiB"}. */
    public NodeSpec memory(String memory) {
        return set("sampo.node.memory", memory);
    }

    public NodeSpec resource(String name, double amount) {
        return set("sampo.node.resources.\"" + name + "\"", amount);
    }

    /** Besides {@code node}, which every node has and whose value is its name. */
    public NodeSpec label(String name, String value) {
        return set("sampo.node.labels.\"" + name + "\"", value);
    }

    /** Such as {@code coordinator} and {@code worker}; without any, the node is a member that runs nothing. */
    public NodeSpec roles(String... roles) {
        return set("sampo.node.roles", List.of(roles));
    }

    /** A variable in the environment of the node's process. */
    public NodeSpec environment(String name, String value) {
        return set(ENVIRONMENT + ".\"" + name + "\"", value);
    }

    /** Any setting, of Sampo or of Pekko, by its path. */
    public NodeSpec set(String path, Object value) {
        return new NodeSpec(settings.withValue(path, ConfigValueFactory.fromAnyRef(value)));
    }

    /** Any settings. */
    public NodeSpec with(Config more) {
        return new NodeSpec(more.withFallback(settings));
    }

    /** As {@link #with(Config)}, written as in {@code application.conf}. */
    public NodeSpec with(String more) {
        return with(ConfigFactory.parseString(more));
    }
}
