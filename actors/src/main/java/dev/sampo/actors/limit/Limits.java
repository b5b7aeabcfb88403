package dev.sampo.actors.limit;

import dev.sampo.membership.NodeLoad;
import dev.sampo.resilience.limit.LimitSettings;
import dev.sampo.resilience.limit.LimitSettings.Scope;
import dev.sampo.wire.FromLimiter;
import dev.sampo.wire.ToLimiter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/** All limits that are declared on this node. */
public final class Limits {
    private final Map<String, NodeLimit> byName = new TreeMap<>();

    /**
     * @param isClustered whether there are other nodes to share with; alone, every limit is this node's own
     * @param executor runs what is due later; never user code
     */
    public Limits(Collection<LimitSettings> declared, boolean isClustered, Executor executor) {
        for (LimitSettings settings : declared) {
            byName.put(settings.name(), new NodeLimit(isClustered ? settings : settings.with(Scope.NODE), executor));
        }
    }

    /** The limit of that name; asking for one that is not declared is a mistake. */
    public NodeLimit of(String name) {
        NodeLimit limit = byName.get(name);
        if (limit == null) {
            throw new IllegalArgumentException("no limit \"" + name + "\" is declared on this node"
                    + (byName.isEmpty() ? "" : ", only " + byName.keySet()) + "; add it to sampo.limits");
        }
        return limit;
    }

    Optional<LimitSettings> declared(String name) {
        return Optional.ofNullable(byName.get(name)).map(NodeLimit::settings);
    }

    /** By name, what each was declared to be. */
    public Map<String, String> declared() {
        var declared = new TreeMap<String, String>();
        byName.forEach((name, limit) -> declared.put(name, limit.settings().declared()));
        return declared;
    }

    public List<NodeLoad.LimitLoad> load() {
        return byName.values().stream().map(NodeLimit::load).toList();
    }

    List<NodeLimit> shared() {
        return byName.values().stream()
                .filter(limit -> limit.settings().scope() == Scope.CLUSTER)
                .toList();
    }

    /** @param owners takes what is for the owner of any limit */
    void reachOwners(Consumer<ToLimiter.Ask> owners, ActorRef<FromLimiter> answers) {
        shared().forEach(limit -> limit.reachOwner(owners, answers));
    }

    void answered(FromLimiter answer) {
        NodeLimit limit = byName.get(answer.limit());
        if (limit != null) {
            limit.answered(answer);
        }
    }

    /** Nobody waits any more, or ever will. */
    public void close() {
        byName.values().forEach(NodeLimit::close);
    }
}
