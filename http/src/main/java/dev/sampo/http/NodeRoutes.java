package dev.sampo.http;

import dev.sampo.Sampo;
import dev.sampo.actors.EngineSettings;
import dev.sampo.file.Nearest;
import dev.sampo.http.api.Amounts;
import dev.sampo.http.api.LinksView;
import dev.sampo.http.api.NodeView;
import dev.sampo.http.api.NodesView;
import dev.sampo.http.api.Requests;
import dev.sampo.link.Availability;
import dev.sampo.membership.NodeEntry;
import dev.sampo.membership.NodeStatus;
import dev.sampo.resource.Change;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The nodes of the cluster: how they are, and what they are to have and to take on. */
final class NodeRoutes {
    private static final int LIMIT_MAX = 1_000;
    private static final int LINKS_USUAL = 100;
    private static final int LINKS_MAX = 10_000;
    private static final Duration RUNNING = Duration.ofSeconds(10);

    private final Sampo sampo;
    private final Duration waitMax;
    private final Fleet fleet;

    NodeRoutes(Sampo sampo, Duration waitMax, Fleet fleet) {
        this.sampo = sampo;
        this.waitMax = waitMax;
        this.fleet = fleet;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                                "/v1/nodes",
                                "Nodes by name, with what they have, how much of it is used and how they are",
                                NodesView.class,
                                call -> some(call).thenApply(Reply::ok))
                        .query(Parameter.text("name", "only those whose name contains this"))
                        .query(Parameter.oneOf("status", NodeStatus.values(), "only those"))
                        .query(Parameter.limit(LIMIT_MAX, LIMIT_MAX))
                        .query(Parameter.text("after", "only those after this one: what the page before gave as next")),
                Route.get(
                                "/v1/nodes/{node}/links",
                                "Whom a node reaches, as it says itself, those that it does not reach first",
                                LinksView.class,
                                call -> links(call).thenApply(Reply::ok))
                        .query(Parameter.limit(LINKS_USUAL, LINKS_MAX))
                        .query(Parameter.whole(
                                        "from", 0, LINKS_MAX, "pass over so many: what the page before gave as next")
                                .usually(0)),
                Route.get("/v1/nodes/{node}", "One node, as it says itself", NodeView.class, call -> one(call.path(
                                "node"))
                        .thenApply(Reply::ok)),
                Route.change(
                        "POST",
                        "/v1/nodes/{node}/change",
                        "Changes what a node has, all of it or nothing; what runs there keeps what it holds",
                        Requests.ChangeNode.class,
                        NodeView.class,
                        call -> change(call).thenApply(Reply::ok)),
                Route.change(
                        "DELETE",
                        "/v1/nodes/{node}",
                        "Has a node leave the cluster: it is drained, and its process ends",
                        Requests.Nothing.class,
                        NodeView.class,
                        call -> CompletableFuture.completedFuture(Reply.ok(dismiss(call)))),
                Route.change(
                        "PUT",
                        "/v1/nodes/{node}/availability",
                        "Cordons a node, drains it, or gives it work again; a drain goes on after the answer",
                        Requests.TakeOn.class,
                        NodeView.class,
                        call -> takeOn(call.path("node"), call.body(Requests.TakeOn.class))
                                .thenApply(Reply::ok)));
    }

    private CompletionStage<NodesView> some(Call call) {
        String part = call.query("name").orElse("");
        Optional<NodeStatus> status = call.query("status").map(name -> Parameter.constant(name, NodeStatus.values()));
        List<NodeEntry> meant = sorted(sampo.nodes()).stream()
                .filter(entry -> name(entry).contains(part))
                .filter(entry -> status.isEmpty() || status.get() == entry.status())
                .toList();
        String after = call.query("after").orElse("");
        int limit = call.number("limit");
        List<NodeEntry> rest =
                meant.stream().filter(entry -> name(entry).compareTo(after) > 0).toList();
        List<NodeEntry> page = rest.subList(0, Math.min(limit, rest.size()));
        String next = page.size() < rest.size() ? name(page.get(page.size() - 1)) : null;
        return fleet.views(page).thenApply(views -> new NodesView(views, meant.size(), next));
    }

    private static List<NodeEntry> sorted(List<NodeEntry> nodes) {
        return nodes.stream().sorted(Comparator.comparing(NodeRoutes::name)).toList();
    }

    private static String name(NodeEntry entry) {
        return entry.presence().node().value();
    }

    private CompletionStage<LinksView> links(Call call) {
        String name = call.path("node");
        entry(name);
        int from = call.number("from");
        int limit = call.number("limit");
        return sampo.node(name)
                .loadAsync(Math.min(LINKS_MAX, from + limit))
                .thenApply(told -> LinksView.page(name, told.links(), fleet.names(), from, limit));
    }

    private CompletionStage<NodeView> one(String name) {
        NodeEntry entry = entry(name);
        if (!entry.presence().roles().contains(EngineSettings.WORKER)) {
            // It has no more to say of itself than this; but that it is there only it can say.
            return sampo.node(name).touchAsync().thenApply(there -> NodeView.of(entry, null));
        }
        return fleet.view(entry);
    }

    private NodeEntry entry(String name) {
        List<NodeEntry> all = sampo.nodes();
        return all.stream()
                .filter(entry -> entry.presence().node().value().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                404,
                                "NO_SUCH_NODE",
                                "no node is called \"" + name + "\""
                                        + Nearest.hint(name, all.stream().map(entry -> entry.presence()
                                                .node()
                                                .value())))
                        .refusal());
    }

    private CompletionStage<NodeView> change(Call call) {
        Change change = change(call.body(Requests.ChangeNode.class));
        String name = call.path("node");
        NodeEntry entry = entry(name);
        return sampo.node(name)
                .changeAsync(call.key().orElse(""), none -> change)
                .thenApply(state -> NodeView.of(entry, state));
    }

    static Change change(Requests.ChangeNode wanted) {
        Change change = Change.NONE
                .addCapacity(Amounts.resources(wanted.add()))
                .removeCapacity(Amounts.resources(wanted.remove()));
        for (var amount : wanted.capacity().entrySet()) {
            change = change.setCapacity(amount.getKey(), Amounts.resource(amount.getKey(), amount.getValue()));
        }
        for (var items : wanted.addItems().entrySet()) {
            change = change.addItems(items.getKey(), items.getValue().toArray(String[]::new));
        }
        for (var items : wanted.removeItems().entrySet()) {
            change = change.removeItems(items.getKey(), items.getValue().toArray(String[]::new));
        }
        for (var label : wanted.labels().entrySet()) {
            change = label.getValue() == null
                    ? change.unlabel(label.getKey())
                    : change.label(label.getKey(), label.getValue());
        }
        return change;
    }

    private NodeView dismiss(Call call) {
        call.body(Requests.Nothing.class);
        NodeEntry entry = entry(call.path("node"));
        sampo.dismiss(call.path("node"));
        return NodeView.of(entry, null);
    }

    private CompletionStage<NodeView> takeOn(String name, Requests.TakeOn wanted) {
        NodeEntry entry = entry(name);
        Availability availability = availability(wanted.availability());
        Duration running = wanted.running() == null ? RUNNING : Durations.parse("running", wanted.running());
        var answered = sampo.make(name, availability, running).toCompletableFuture();
        if (availability == Availability.DRAINING) {
            // It answers when it is empty, which may take as long as what runs there.
            answered = answered.completeOnTimeout(null, waitMax.toMillis() / 2, TimeUnit.MILLISECONDS);
        }
        return answered.thenCompose(done -> sampo.node(name).stateAsync())
                .thenApply(state -> NodeView.of(entry, state));
    }

    static Availability availability(String name) {
        for (Availability each : Availability.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "availability " + (name == null ? "is missing" : "\"" + name + "\" is not known")
                        + "; give active, cordoned or draining");
    }
}
