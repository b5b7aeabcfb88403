package dev.sampo.http;

import dev.sampo.Sampo;
import dev.sampo.actors.EngineSettings;
import dev.sampo.http.api.LimitsView;
import dev.sampo.http.api.LinksView;
import dev.sampo.http.api.LoadView;
import dev.sampo.http.api.NodeView;
import dev.sampo.http.api.UseView;
import dev.sampo.membership.NodeEntry;
import dev.sampo.membership.NodeLoad;
import dev.sampo.membership.NodeStatus;
import dev.sampo.planning.BreakerEntry;
import dev.sampo.wire.LoadTold;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Asks nodes how much of them is used. For what is told of all together they are asked once a second at most, however many want
 * to know; those of a list are asked for each, so that a change is seen at once.
 */
final class Fleet {
    private static final long ASKED_MILLIS = 500;
    private static final long FRESH_NANOS = 1_000_000_000L;
    private static final int BROKEN_MAX = 20;

    /** @param told empty for one that has not answered in time, or is not asked as it runs no tasks */
    private record Heard(NodeEntry entry, Optional<LoadTold> told, long micros) {}

    private final Sampo sampo;
    private final Fresh<List<Heard>> all = new Fresh<>(this::hearAll);
    private final Fresh<Map<String, Integer>> outvoted = new Fresh<>(this::askWhoIsOutvoted);

    /** Asked for once a second at most, however many want to know. */
    private static final class Fresh<T> {
        private final Supplier<CompletableFuture<T>> question;
        private CompletableFuture<T> latest;
        private long askedAt;

        Fresh(Supplier<CompletableFuture<T>> question) {
            this.question = question;
        }

        synchronized CompletableFuture<T> get() {
            long now = System.nanoTime();
            if (latest == null || now - askedAt > FRESH_NANOS) {
                askedAt = now;
                latest = question.get();
            }
            return latest;
        }
    }

    Fleet(Sampo sampo) {
        this.sampo = sampo;
    }

    /** One that does not answer at once is shown as it is known here. */
    CompletionStage<List<NodeView>> views(List<NodeEntry> entries) {
        Map<String, String> names = names();
        return heard(entries).thenCombine(outvoted.get(), (all, times) -> all.stream()
                .map(each -> view(each, names, times))
                .toList());
    }

    /** One, for whose answer it is waited. */
    CompletionStage<NodeView> view(NodeEntry entry) {
        return told(entry).thenCombine(outvoted.get(), (heard, times) -> view(heard, names(), times));
    }

    /** By node, as far as all schedulers say so at once. */
    private CompletableFuture<Map<String, Integer>> askWhoIsOutvoted() {
        return sampo.breakersAsync()
                .thenApply(found -> found.stream()
                        .filter(each -> each.outvoted() > 0)
                        .collect(Collectors.toMap(
                                each -> each.name().node().value(), BreakerEntry::outvoted, Integer::sum)))
                .toCompletableFuture()
                .completeOnTimeout(Map.of(), ASKED_MILLIS, TimeUnit.MILLISECONDS)
                .exceptionally(silent -> Map.of());
    }

    /** The sum over all nodes. */
    CompletionStage<LoadView> sum() {
        Map<String, String> names = names();
        return all.get().thenApply(all -> {
            List<Heard> answered =
                    all.stream().filter(each -> each.told().isPresent()).toList();
            return LoadView.of(
                    (int) all.stream().filter(each -> mayAnswer(each.entry())).count(),
                    answered.stream().map(each -> each.told().get().load()).toList(),
                    answered.stream().map(each -> broken(each, names)).toList());
        });
    }

    /** How the limits of all nodes stand. */
    CompletionStage<LimitsView> limits() {
        return all.get().thenApply(all -> {
            var byName = new TreeMap<String, List<LimitsView.OnNode>>();
            sampo.limits().keySet().forEach(name -> byName.put(name, new ArrayList<>()));
            for (Heard heard : all) {
                String node = heard.entry().presence().node().value();
                heard.told()
                        .map(told -> told.load().limits())
                        .orElse(List.of())
                        .forEach(limit -> byName.computeIfAbsent(limit.name(), name -> new ArrayList<>())
                                .add(new LimitsView.OnNode(node, limit.admitted(), limit.waiting())));
            }
            return new LimitsView(
                    byName.entrySet().stream()
                            .map(each -> limit(each.getKey(), each.getValue()))
                            .toList(),
                    (int) all.stream().filter(each -> mayAnswer(each.entry())).count(),
                    (int) all.stream().filter(each -> each.told().isPresent()).count());
        });
    }

    private LimitsView.LimitView limit(String name, List<LimitsView.OnNode> nodes) {
        return new LimitsView.LimitView(
                name,
                sampo.limits().get(name),
                nodes.stream().mapToLong(LimitsView.OnNode::admitted).sum(),
                nodes.stream().mapToLong(LimitsView.OnNode::waiting).sum(),
                nodes);
    }

    /** What is on its way to any node of the values of a job. */
    CompletionStage<List<Fetching>> fetches(String job) {
        return all.get().thenApply(all -> all.stream()
                .flatMap(each -> each.told().stream())
                .flatMap(told -> told.load().fetches().stream()
                        .filter(fetch -> fetch.job().value().equals(job))
                        .map(fetch -> new Fetching(
                                fetch.task(),
                                fetch.from().value(),
                                told.load().state().node().value(),
                                fetch.bytes(),
                                fetch.millis())))
                .toList());
    }

    /** What tasks of any job wait for though they have begun, the longest first. */
    CompletionStage<List<NodeLoad.Awaited>> awaits() {
        return all.get().thenApply(all -> all.stream()
                .flatMap(each -> each.told().stream())
                .flatMap(told -> told.load().awaits().stream())
                .collect(
                        Collectors.toMap(each -> List.of(each.job(), each.what()), each -> each, NodeLoad.Awaited::and))
                .values()
                .stream()
                .sorted(Comparator.comparingLong(NodeLoad.Awaited::millis).reversed())
                .toList());
    }

    /** A value on its way. */
    record Fetching(int task, String from, String to, long bytes, long millis) {}

    /** Those that are not known to be gone. */
    Set<String> there() {
        return sampo.nodes().stream()
                .filter(entry -> entry.status() != NodeStatus.OFFLINE)
                .map(entry -> entry.presence().node().value())
                .collect(Collectors.toSet());
    }

    /** By address, as links name them. */
    Map<String, String> names() {
        return sampo.nodes().stream()
                .collect(Collectors.toMap(
                        entry -> entry.presence().address(),
                        entry -> entry.presence().node().value(),
                        (one, other) -> other));
    }

    private CompletableFuture<List<Heard>> hearAll() {
        return heard(sampo.nodes());
    }

    private CompletableFuture<List<Heard>> heard(List<NodeEntry> entries) {
        List<CompletableFuture<Heard>> asked = entries.stream().map(this::ask).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenApply(done -> {
            var all = new ArrayList<Heard>(asked.size());
            asked.forEach(each -> all.add(each.join()));
            return all;
        });
    }

    private CompletableFuture<Heard> ask(NodeEntry entry) {
        if (!mayAnswer(entry)) {
            return CompletableFuture.completedFuture(new Heard(entry, Optional.empty(), 0));
        }
        return told(entry)
                .completeOnTimeout(new Heard(entry, Optional.empty(), 0), ASKED_MILLIS, TimeUnit.MILLISECONDS)
                .exceptionally(silent -> new Heard(entry, Optional.empty(), 0));
    }

    private CompletableFuture<Heard> told(NodeEntry entry) {
        long began = System.nanoTime();
        return sampo.node(entry.presence().node().value())
                .loadAsync(BROKEN_MAX)
                .toCompletableFuture()
                .thenApply(told -> new Heard(entry, Optional.of(told), (System.nanoTime() - began) / 1_000));
    }

    private static boolean mayAnswer(NodeEntry entry) {
        return entry.status() != NodeStatus.OFFLINE && entry.presence().roles().contains(EngineSettings.WORKER);
    }

    private static NodeView view(Heard heard, Map<String, String> names, Map<String, Integer> outvoted) {
        Integer times = outvoted.get(heard.entry().presence().node().value());
        return heard.told()
                .map(told -> NodeView.of(
                        heard.entry(),
                        told.load().state(),
                        UseView.of(told.load()),
                        broken(heard, names),
                        heard.micros(),
                        times))
                .orElseGet(() -> NodeView.of(heard.entry(), null, null, null, null, times));
    }

    private static LinksView broken(Heard heard, Map<String, String> names) {
        return LinksView.broken(
                heard.entry().presence().node().value(),
                heard.told().orElseThrow().links(),
                names);
    }
}
