package dev.sampo.file;

import dev.sampo.dag.Placing;
import dev.sampo.dag.Taking;
import dev.sampo.dag.TaskOptions;
import dev.sampo.resilience.Verification;
import dev.sampo.resource.Demand;
import dev.sampo.resource.Resources;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The wishes of a task, or of all tasks. */
final class OptionsForm {
    static final Set<String> FIELDS = Set.of(
            "needs",
            "memory_per_input_byte",
            "inline",
            "where",
            "prefer",
            "retry",
            "timeout",
            "priority",
            "keep",
            "verify",
            "spread",
            "apart",
            "near",
            "together",
            "gang",
            "at_most",
            "at_most_per_node",
            "own_jvm",
            "copy_when_slow",
            "limit");
    /** Of all tasks; commands cannot run in a JVM. */
    static final Set<String> DEFAULTS =
            FIELDS.stream().filter(name -> !name.equals("own_jvm")).collect(Collectors.toUnmodifiableSet());

    static final Set<String> VERIFY = Set.of("copies", "quorum");
    static final Set<String> AMONG = Set.of("label", "group");
    static final Set<String> LIMIT = Set.of("name", "key", "permits");
    static final Set<String> AT_MOST = Set.of("key", "max");

    private final Form form;
    private final String what;
    private final String dag;
    private final String kind;
    private TaskOptions options;

    /**
     * @param what the subject of a sentence
     * @param kind what those have in common that are of its kind
     */
    private OptionsForm(Form form, String what, String dag, String kind, TaskOptions options) {
        this.form = form;
        this.what = what;
        this.dag = dag;
        this.kind = kind;
        this.options = options;
    }

    static TaskOptions read(Form form, String what, String dag, String kind, TaskOptions otherwise) {
        return new OptionsForm(form, what, dag, kind, otherwise).read();
    }

    private TaskOptions read() {
        option(
                "needs",
                Amounts::demand,
                (all, demand) ->
                        all.demand(demand.memoryPerInputByte(all.demand().memoryPerInputByte())));
        option(
                "memory_per_input_byte",
                Read::number,
                (all, bytes) -> all.demand(all.demand().memoryPerInputByte(bytes)));
        option("inline", Read::flag, (all, is) -> is ? all.demand(Demand.of(Resources.NONE)) : all);
        option("where", Selectors::selector, TaskOptions::where);
        option("prefer", Selectors::selector, TaskOptions::prefer);
        option("retry", item -> RetryForm.retry(what, item, form.findings()), TaskOptions::retry);
        option("timeout", Read::duration, TaskOptions::timeout);
        option("priority", Read::whole, TaskOptions::priority);
        option("keep", Read::flag, (all, is) -> is ? all.keeping() : all);
        option("verify", this::verification, TaskOptions::verification);
        option("own_jvm", Read::flag, (all, is) -> is ? all.inOwnJvm() : all);
        option("copy_when_slow", Read::flag, (all, is) -> is ? all.copyingWhenSlow() : all);
        option("limit", this::taking, TaskOptions::limit);
        placing();
        return options;
    }

    private void placing() {
        place("spread", this::among, (all, among) -> all.spread(among.label(), among.group()));
        place("apart", this::among, (all, among) -> all.apart(among.label(), among.group()));
        place("near", Read::text, Placing::near);
        place("together", Read::text, Placing::together);
        place("gang", Read::text, Placing::gang);
        place("at_most", this::limit, (all, limit) -> all.atMost(limit.key(), limit.max()));
        place("at_most_per_node", this::limit, (all, limit) -> all.perNode(limit.key(), limit.max()));
    }

    private <T> void option(String name, Function<Item, T> reading, BiFunction<TaskOptions, T, TaskOptions> change) {
        Optional<T> said = form.read(name, reading);
        if (said.isPresent()) {
            options = change.apply(options, said.get());
        }
    }

    private <T> void place(String name, Function<Item, T> reading, BiFunction<Placing, T, Placing> change) {
        option(name, reading, (all, said) -> all.placing(change.apply(all.placing(), said)));
    }

    private Taking taking(Item item) {
        if (!(item instanceof Item.Fields)) {
            return new Taking(Read.text(item), "", 1);
        }
        var fields = new Form(what + ": \"limit\"", item, LIMIT, form.findings());
        int permits = fields.read("permits", Read::whole, 1);
        if (permits < 1) {
            throw new Wrong(item.at(), "takes " + permits + " permits; write 1 or more");
        }
        return new Taking(
                fields.require("name", Read::text, "name a limit of sampo.limits")
                        .orElse(""),
                fields.read("key", Read::text, ""),
                permits);
    }

    private Verification verification(Item item) {
        var fields = new Form(what + ": \"verify\"", item, VERIFY, form.findings());
        var copies = fields.require("copies", Read::whole, "say on how many nodes it runs at most");
        var quorum = fields.require("quorum", Read::whole, "say how many of them have to agree");
        return copies.isPresent() && quorum.isPresent()
                ? new Verification(copies.get(), quorum.get())
                : Verification.NONE;
    }

    private Placing.Among among(Item item) {
        if (!(item instanceof Item.Fields)) {
            return new Placing.Among(Read.text(item), kind);
        }
        var fields = new Form(what, item, AMONG, form.findings());
        return new Placing.Among(
                fields.require("label", Read::text, "name the label of nodes that it is about")
                        .orElse(""),
                fields.read("group", Read::text, kind));
    }

    private Placing.Limit limit(Item item) {
        String kindInAll = dag + "/" + kind;
        if (!(item instanceof Item.Fields)) {
            return new Placing.Limit(kindInAll, Read.whole(item));
        }
        var fields = new Form(what, item, AT_MOST, form.findings());
        return new Placing.Limit(
                fields.require("key", Read::text, "name what is counted").orElse(kindInAll),
                fields.require("max", Read::whole, "say how many at once").orElse(1));
    }
}
