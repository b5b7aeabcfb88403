package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Refusals;
import dev.sampo.cli.Terminal;
import dev.sampo.http.api.NodeView;
import dev.sampo.http.api.Requests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Changes what a node has, while it runs. */
@picocli.CommandLine.Command(
        name = "change",
        description = {
            "Change what a node has, while tasks run: all that is said or nothing. What runs keeps what it holds.",
            "An amount with a sign is so much more or less, one without is how much there is to be.",
            "It lasts until the node is started anew: then its configuration rules."
        },
        footer = {
            "",
            "Examples:",
            "  ./sampo change node-1 --cpus +4 --memory 16GiB",
            "  ./sampo change node-1 --resource licence=+2 --label disk=nvme --unlabel spot",
            "  ./sampo change node-1 --add-item gpus=GPU-3",
            "  ./sampo change node-1 --cpus +4 --once monday"
        })
final class ChangeCommand extends OfNode {

    @Option(names = "--cpus", paramLabel = "N", description = "Cpus: +2, -0.5 or 8.")
    private String cpus;

    @Option(names = "--memory", paramLabel = "SIZE", description = "Memory: +2GiB, -512MiB or 16GiB.")
    private String memory;

    @Option(names = "--gpus", paramLabel = "N", description = "Gpus: +1, -1 or 4.")
    private String gpus;

    @Option(names = "--resource", paramLabel = "NAME=N", description = "Another resource; repeatable.")
    private Map<String, String> resources = Map.of();

    @Option(names = "--label", paramLabel = "NAME=TEXT", description = "A label to set; repeatable.")
    private Map<String, String> labels = Map.of();

    @Option(names = "--unlabel", paramLabel = "NAME", description = "A label to take away; repeatable.")
    private List<String> unlabels = List.of();

    @Option(
            names = "--add-item",
            paramLabel = "NAME=ITEM",
            description = "One more of a resource that consists of items; repeatable.")
    private List<String> addItems = List.of();

    @Option(
            names = "--remove-item",
            paramLabel = "NAME=ITEM",
            description = "One less; if a task holds it, as soon as that ends; repeatable.")
    private List<String> removeItems = List.of();

    @Option(
            names = "--once",
            paramLabel = "WORD",
            description = {
                "Do it once, however often it is said with this word: for when it is not known whether it was done.",
                "The node remembers the last thousand until it is started anew."
            })
    private String once;

    private final Map<String, Object> capacity = new LinkedHashMap<>();
    private final Map<String, Object> add = new LinkedHashMap<>();
    private final Map<String, Object> remove = new LinkedHashMap<>();

    ChangeCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Remote remote) throws IOException {
        amount("cpus", cpus);
        amount("memory", memory);
        amount("gpus", gpus);
        resources.forEach(this::amount);
        var change = new Requests.ChangeNode(capacity, add, remove, items(addItems), items(removeItems), labels());
        if (change.equals(new Requests.ChangeNode(null, null, null, null, null, null))) {
            throw new Refusals.Refused(ExitCode.USAGE, "nothing to change is said; see ./sampo change --help");
        }
        show(remote.postOnce(path() + "/change", once, change), NodeView.class, Nodes::one);
        return ExitCode.OK;
    }

    private void amount(String name, String text) {
        if (text == null) {
            return;
        }
        boolean isMore = text.startsWith("+");
        boolean isLess = text.startsWith("-");
        String amount = isMore || isLess ? text.substring(1) : text;
        (isMore ? add : isLess ? remove : capacity).put(name, name.equals("memory") ? amount : number(name, amount));
    }

    private static Object number(String name, String amount) {
        try {
            return new java.math.BigDecimal(amount);
        } catch (NumberFormatException wrong) {
            throw new Refusals.Refused(
                    ExitCode.USAGE, name + "=" + amount + " is no number; give such as 4, +2 or -0.5");
        }
    }

    private static Map<String, List<String>> items(List<String> said) {
        var items = new LinkedHashMap<String, List<String>>();
        for (String each : said) {
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw new Refusals.Refused(ExitCode.USAGE, "\"" + each + "\" names no item; give such as gpus=GPU-3");
            }
            items.computeIfAbsent(each.substring(0, equals), name -> new ArrayList<>())
                    .add(each.substring(equals + 1));
        }
        return items;
    }

    private Map<String, String> labels() {
        var all = new LinkedHashMap<>(labels);
        unlabels.forEach(name -> all.put(name, null));
        return all;
    }
}
