package dev.sampo.file;

import dev.sampo.SubmitOptions;
import dev.sampo.dag.DagSpec;
import dev.sampo.dag.TaskName;
import dev.sampo.dag.TaskOptions;
import dev.sampo.dag.TaskSpec;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A whole job as it is written. */
final class JobForm {
    static final Set<String> FIELDS =
            Set.of("name", "id", "tasks", "defaults", "priority", "tenant", "deadline", "failures_allowed", "plan");

    private static final String ALL = "all";

    private final Form form;
    private final Findings findings;
    private final Map<String, Spot> places = new HashMap<>();

    private JobForm(Item item, Findings findings) {
        this.form = new Form("the job", item, FIELDS, findings);
        this.findings = findings;
    }

    /** @throws BadFile with everything that is wrong */
    static JobFile read(String source, Item item) {
        return new JobForm(item, new Findings(source)).job(source, item);
    }

    private JobFile job(String source, Item item) {
        String name = form.require("name", Read::name, "give it one, such as \"name: hello\"")
                .orElse("job");
        SubmitOptions options = options();
        TaskOptions defaults = form.read(
                "defaults",
                said -> OptionsForm.read(
                        new Form("\"defaults\"", said, OptionsForm.DEFAULTS, findings),
                        "\"defaults\"",
                        name,
                        name,
                        TaskOptions.DEFAULTS),
                TaskOptions.DEFAULTS);
        List<TaskSpec> tasks = tasks(name, defaults);
        findings.throwIfAny();
        return new JobFile(source, item, new DagSpec(name, tasks, Set.of()), options, Map.copyOf(places));
    }

    private SubmitOptions options() {
        SubmitOptions options = SubmitOptions.DEFAULTS;
        Optional<String> id = form.read("id", said -> new JobId(Read.text(said)).value());
        options = id.isPresent() ? options.id(id.get()) : options;
        options = options.priority(form.read("priority", said -> priority(said), 0));
        options = options.failuresAllowed(form.read("failures_allowed", JobForm::failures, 0));
        options = options.tenant(form.read("tenant", JobForm::tenant, JobOptions.NO_TENANT));
        var deadline = form.read("deadline", Read::instant);
        options = deadline.isPresent() ? options.deadline(deadline.get()) : options;
        return options.plan(form.read("plan", JobForm::plan, Duration.ZERO));
    }

    private static int priority(Item said) {
        return JobOptions.DEFAULTS.priority(Read.whole(said)).priority();
    }

    private static String tenant(Item said) {
        return JobOptions.DEFAULTS.tenant(Read.text(said)).tenant();
    }

    private static Duration plan(Item said) {
        return SubmitOptions.DEFAULTS.plan(Read.duration(said)).plan();
    }

    private static int failures(Item said) {
        if (said instanceof Item.Text text && text.text().equals(ALL)) {
            return Integer.MAX_VALUE;
        }
        int failures = Read.whole(said);
        if (failures < 0) {
            throw new Wrong(said.at(), "is " + failures + "; write a number from 0 on, or all");
        }
        return failures;
    }

    private List<TaskSpec> tasks(String dag, TaskOptions defaults) {
        List<Item> items = form.require("tasks", Read::items, "write them as a list of tasks")
                .orElse(List.of());
        var forms = new ArrayList<Form>();
        var names = new ArrayList<String>();
        for (Item item : items) {
            String name = name(item, names.size());
            names.add(name);
            forms.add(new Form("task \"" + name + "\"", item, TaskForm.FIELDS, findings));
            places.putIfAbsent(name, item.at());
        }
        var around = new TaskForm.Around(
                dag, defaults, having("command", names, forms), having("each", names, forms), read(forms));
        var tasks = new ArrayList<TaskSpec>();
        for (int i = 0; i < forms.size(); i++) {
            if (forms.get(i).isReadable()) {
                tasks.addAll(task(names.get(i), forms.get(i), around));
            }
        }
        return tasks;
    }

    /** What is made beside it has its place, too. */
    private List<TaskSpec> task(String name, Form task, TaskForm.Around around) {
        task.require("name", Read::name, "give it one");
        List<TaskSpec> made = TaskForm.read(name, task, around);
        made.forEach(each -> places.putIfAbsent(each.name(), task.at()));
        return made;
    }

    /** What is no name is not repeated with all that is wrong with its task. */
    private static String name(Item item, int number) {
        Item.Entry said = item instanceof Item.Fields fields ? fields.entries().get("name") : null;
        return Optional.ofNullable(said)
                .flatMap(entry -> Read.textIfAny(entry.value()))
                .filter(TaskName::isValid)
                .orElse("number " + (number + 1));
    }

    private static Set<String> having(String field, List<String> names, List<Form> forms) {
        var having = new HashSet<String>();
        for (int i = 0; i < names.size(); i++) {
            if (forms.get(i).has(field)) {
                having.add(names.get(i));
            }
        }
        return having;
    }

    /** Wrong ones are noted where they are read for good. */
    private static Set<String> read(List<Form> forms) {
        var read = new HashSet<String>();
        for (Form form : forms) {
            read.addAll(form.named("inputs"));
            read.addAll(form.named("each"));
        }
        return read;
    }
}
