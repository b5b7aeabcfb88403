package dev.sampo.file;

import dev.sampo.command.CommandFailed;
import dev.sampo.command.CommandRunner;
import dev.sampo.command.ElementsOf;
import dev.sampo.dag.Body;
import dev.sampo.dag.OnFailure;
import dev.sampo.dag.TaskOptions;
import dev.sampo.dag.TaskSpec;
import dev.sampo.dag.TaskSpec.Work;
import dev.sampo.resource.Demand;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One task of a file, as one or two of the model's. */
final class TaskForm {
    static final Set<String> KINDS = Set.of("command", "body", "value");
    static final Set<String> OWN = Set.of("name", "body", "value", "each", "inputs", "after", "expected", "or_else");
    static final Set<String> FIELDS = all();

    private static final Selector RUNS_COMMANDS =
            Selector.label(CommandRunner.LABEL).is(CommandRunner.ON);
    private static final String ELEMENTS = ".elements";

    private static Set<String> all() {
        var all = new TreeSet<>(OWN);
        all.addAll(CommandForm.FIELDS);
        all.addAll(OptionsForm.FIELDS);
        return all;
    }

    /**
     * What is known of the tasks around.
     *
     * @param commands names of those that are commands
     * @param eaches names of those that run once per element
     * @param read names of those whose values others get
     */
    record Around(String dag, TaskOptions defaults, Set<String> commands, Set<String> eaches, Set<String> read) {}

    private final String name;
    private final Form form;
    private final Around around;
    private final List<TaskSpec> made = new ArrayList<>();

    private TaskForm(String name, Form form, Around around) {
        this.name = name;
        this.form = form;
        this.around = around;
    }

    static List<TaskSpec> read(String name, Form form, Around around) {
        return new TaskForm(name, form, around).read();
    }

    private List<TaskSpec> read() {
        List<String> kinds = KINDS.stream().filter(form::has).sorted().toList();
        if (kinds.size() != 1) {
            String what = kinds.isEmpty() ? "does nothing" : "has " + String.join(" and ", kinds);
            form.note(form.at(), what + "; give it one of command, body, value");
            return List.of();
        }
        if (form.has("value")) {
            constant();
        } else {
            task();
        }
        return made;
    }

    private void constant() {
        refuseAllBut(Set.of("name", "value", "keep"), "is a value, from the start");
        TaskOptions options =
                form.read("keep", Read::flag, false) ? TaskOptions.DEFAULTS.keeping() : TaskOptions.DEFAULTS;
        form.read("value", Read::value)
                .ifPresentOrElse(
                        value -> made.add(new TaskSpec(name, new Work.Holds(value), List.of(), List.of(), options)),
                        () -> form.note(form.at("value"), "has the value null; leave the task out"));
    }

    private void task() {
        String what = "task \"" + name + "\"";
        Reading inputs =
                form.read("inputs", item -> Reading.of(what, item, around.eaches(), form.findings()), Reading.NOTHING);
        Reading after =
                form.read("after", item -> Reading.of(what, item, around.eaches(), form.findings()), Reading.NOTHING);
        boolean isEach = form.has("each");
        boolean isCommand = form.has("command");
        if (!isCommand) {
            refuse(CommandForm.FIELDS, "is no command");
        } else if (form.has("own_jvm")) {
            form.note(form.at("own_jvm"), "is a command, which is a process of its own anyway; leave \"own_jvm\" out");
        }
        Optional<Body> body = isCommand
                ? Optional.of(CommandForm.read(
                        form, inputs.names(), isEach, around.read().contains(name)))
                : form.read("body", item -> Body.named(Read.text(item)));
        Reading all = isEach ? inputs.after(elements()) : inputs;
        if (body.isEmpty()) {
            return;
        }
        TaskOptions said = OptionsForm.read(form, what, around.dag(), kind(isEach), around.defaults());
        TaskOptions options = isCommand ? ofCommand(said) : said;
        made.add(new TaskSpec(
                name,
                isEach ? new Work.Maps(body.get()) : new Work.Runs(body.get()),
                all.names(),
                after.names(),
                options,
                form.read("expected", Read::duration, Duration.ZERO),
                new OnFailure(all.told(), after.told(), form.read("or_else", Read::text))));
    }

    private TaskOptions ofCommand(TaskOptions said) {
        return said.where(said.where().and(RUNS_COMMANDS))
                .retry(form.has("final_exit_codes") ? said.retry().notOn(CommandFailed.ForGood.class) : said.retry());
    }

    /** The task that has the elements: one that is there, one that takes them from a command, or a constant. */
    private String elements() {
        String between = name + ELEMENTS;
        Optional<String> source =
                form.read("each", item -> item instanceof Item.Items many ? list(between, many) : task(item));
        if (source.isEmpty() || !around.commands().contains(source.get())) {
            return source.orElse(between);
        }
        made.add(new TaskSpec(
                between,
                new Work.Runs(new ElementsOf(source.get())),
                List.of(source.get()),
                List.of(),
                TaskOptions.DEFAULTS.demand(Demand.of(Resources.NONE))));
        return between;
    }

    private String list(String constant, Item.Items elements) {
        made.add(new TaskSpec(
                constant, new Work.Holds(Read.value(elements)), List.of(), List.of(), TaskOptions.DEFAULTS));
        return constant;
    }

    private static String task(Item item) {
        return Read.textIfAny(item).orElseThrow(() -> new Wrong(item.at(), "is neither a list nor the name of a task"));
    }

    /** What it is one of, as {@code Dag} has it: an each of its elements, a task of those with its name but for a number at the end. */
    private String kind(boolean isEach) {
        int end = name.length();
        while (!isEach && end > 0 && Character.isDigit(name.charAt(end - 1))) {
            end--;
        }
        return end == 0 ? name : name.substring(0, end);
    }

    private void refuseAllBut(Set<String> good, String why) {
        var others = new TreeSet<>(FIELDS);
        others.removeAll(good);
        refuse(others, why);
    }

    private void refuse(Set<String> fields, String why) {
        new TreeSet<>(fields)
                .stream()
                        .filter(form::has)
                        .forEach(field -> form.note(
                                form.at(field), why + ": \"" + field + "\" means nothing there; leave it out"));
    }
}
