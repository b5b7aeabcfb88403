package dev.sampo.file;

import dev.sampo.command.Binding;
import dev.sampo.command.CommandBody;
import dev.sampo.command.Exits;
import dev.sampo.command.Given;
import dev.sampo.command.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The fields of a task that is a command. */
final class CommandForm {
    static final Set<String> FIELDS = Set.of(
            "command",
            "dir",
            "env",
            "stdin",
            "exit_codes",
            "final_exit_codes",
            "retry_after",
            "output",
            "files",
            "collect");

    private static final int CODE_MAX = 255;
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final String OURS = "SAMPO_";
    private static final String WOULD_BE_RUN =
            "has a placeholder inside of a program, where it would be run; read it there as the variable"
                    + " \"$SAMPO_EACH\", or from the directory \"$SAMPO_INPUTS\", or hand it over as an argument after the program";

    private final Form form;
    private final List<String> inputs;
    private final boolean each;
    private Pasted pasted = Pasted.in(List.of());

    /** @param inputs names of the task's inputs; of an each those after its element */
    private CommandForm(Form form, List<String> inputs, boolean each) {
        this.form = form;
        this.inputs = inputs;
        this.each = each;
    }

    /** @param isRead whether other tasks get what it writes */
    static CommandBody read(Form form, List<String> inputs, boolean each, boolean isRead) {
        return new CommandForm(form, inputs, each).read(isRead);
    }

    private CommandBody read(boolean isRead) {
        return new CommandBody(
                form.read("command", this::arguments, List.of("true")),
                form.read("dir", CommandForm::directory, ""),
                form.read("env", item -> bindings(item, this::variable), List.of()),
                form.read("stdin", this::stdin, ""),
                exits(),
                form.read("output", CommandForm::output, isRead ? Output.TEXT : Output.NONE),
                inputs,
                each,
                form.read("files", this::files, List.of()),
                form.read(
                        "collect",
                        item -> Read.items(item).stream().map(this::file).toList(),
                        List.of()));
    }

    private Exits exits() {
        List<Integer> good = form.read("exit_codes", CommandForm::exitCodes, List.of(0));
        List<Integer> last = form.read("final_exit_codes", CommandForm::exitCodes, List.of());
        List<Exits.Later> later = form.read("retry_after", CommandForm::later, List.of());
        var seen = new TreeSet<>(good);
        for (int code : last) {
            noteIfTwice(seen, code, "final_exit_codes");
        }
        for (Exits.Later each : later) {
            noteIfTwice(seen, each.code(), "retry_after");
        }
        return new Exits(good, last, later);
    }

    private void noteIfTwice(Set<Integer> seen, int code, String field) {
        if (!seen.add(code)) {
            form.note(
                    form.at(field),
                    "names the exit code " + code + " in \"" + field
                            + "\", and it has a meaning already; name it once");
        }
    }

    private static List<Exits.Later> later(Item item) {
        var later = new ArrayList<Exits.Later>();
        Read.sorted(item)
                .forEach((code, entry) -> later.add(new Exits.Later(
                        code(new Item.Text(entry.name(), code)),
                        Read.duration(entry.value()).toMillis())));
        return later;
    }

    /** Written as a field's name, it is a text. */
    private static int code(Item.Text text) {
        if (!text.text().matches("\\d{1,3}") || Integer.parseInt(text.text()) > CODE_MAX) {
            throw new Wrong(text.at(), "has \"" + Findings.shown(text.text()) + "\"; exit codes are 0 to " + CODE_MAX);
        }
        return Integer.parseInt(text.text());
    }

    private List<String> arguments(Item item) {
        if (item instanceof Item.Text line) {
            throw new Wrong(
                    item.at(),
                    "is one text, and no shell is there to take it apart; write a list: "
                            + Arrays.stream(line.text().strip().split("\\s+"))
                                    .map(word -> word.matches("[A-Za-z0-9._/=-]+") ? word : "\"" + word + "\"")
                                    .collect(Collectors.joining(", ", "[", "]")));
        }
        var arguments = new ArrayList<String>();
        List<Item> items = Read.items(item);
        for (Item each : items) {
            arguments.add(template(each));
        }
        if (arguments.isEmpty() || arguments.get(0).isBlank()) {
            throw new Wrong(item.at(), "is empty; begin it with the name of a program");
        }
        if (arguments.get(0).startsWith("-")
                || !Given.placeholders(arguments.get(0)).isEmpty()) {
            throw new Wrong(
                    items.get(0).at(),
                    "begins with \"" + Findings.shown(arguments.get(0)) + "\"; write the name of a program there");
        }
        pasted = Pasted.in(arguments);
        if (pasted.argument() >= 0) {
            throw new Wrong(items.get(pasted.argument()).at(), WOULD_BE_RUN);
        }
        return arguments;
    }

    private String stdin(Item item) {
        String text = template(item);
        if (pasted.isStdin() && !Given.placeholders(text).isEmpty()) {
            throw new Wrong(item.at(), WOULD_BE_RUN);
        }
        return text;
    }

    private List<Binding> files(Item item) {
        if (form.has("dir")) {
            throw new Wrong(
                    item.at(),
                    "cannot be together with \"dir\", as files are written into a new directory only; leave \"dir\" out, or"
                            + " let the command write them there");
        }
        List<Binding> files = bindings(item, this::file);
        for (Binding file : files) {
            if (pasted.isScript(file.name()) && !Given.placeholders(file.text()).isEmpty()) {
                throw new Wrong(item.at(), WOULD_BE_RUN);
            }
        }
        return files;
    }

    /** A text whose placeholders stand for something that the task has. */
    private String template(Item item) {
        String text = Read.text(item);
        for (String placeholder : Given.placeholders(text)) {
            var input = Given.inputOf(placeholder);
            if (input.isEmpty() && !each) {
                throw new Wrong(
                        item.at(), "has ${" + Findings.shown(placeholder) + "}, and the task has no \"each\"; add one");
            }
            if (input.isPresent() && !inputs.contains(input.get())) {
                throw new Wrong(
                        item.at(),
                        "has ${" + Findings.shown(placeholder) + "}, and \"" + Findings.shown(input.get())
                                + "\" is none of its inputs; name it under \"inputs\"");
            }
        }
        return text;
    }

    private List<Binding> bindings(Item item, Function<Item, String> name) {
        var bindings = new ArrayList<Binding>();
        Read.sorted(item)
                .forEach((said, entry) -> bindings.add(
                        new Binding(name.apply(new Item.Text(entry.name(), said)), template(entry.value()))));
        return bindings;
    }

    private String variable(Item item) {
        String name = Read.text(item);
        if (!VARIABLE.matcher(name).matches()) {
            throw new Wrong(
                    item.at(),
                    "has \"" + Findings.shown(name) + "\", which is no name of a variable; use letters, digits and _");
        }
        if (name.startsWith(OURS)) {
            throw new Wrong(
                    item.at(),
                    "has \"" + Findings.shown(name) + "\"; names that begin with " + OURS
                            + " are given by Sampo, use another");
        }
        return name;
    }

    /** Of a file in the directory that the command runs in. */
    private String file(Item item) {
        String name = template(item);
        boolean leadsOut =
                name.startsWith("/") || Arrays.asList(name.split("/")).contains("..");
        if (name.isBlank() || leadsOut) {
            throw new Wrong(
                    item.at(),
                    "has \"" + Findings.shown(name) + "\"; name a file in the directory of the command, without .. and"
                            + " without a / at its beginning");
        }
        return name;
    }

    private static String directory(Item item) {
        String directory = Read.text(item);
        if (!directory.startsWith("/")) {
            throw new Wrong(
                    item.at(),
                    "is \"" + Findings.shown(directory)
                            + "\"; write the whole path, as it is on the nodes, or leave it out"
                            + " for a new directory");
        }
        return directory;
    }

    private static List<Integer> exitCodes(Item item) {
        var codes = new TreeSet<Integer>();
        for (Item each : item instanceof Item.Items many ? many.items() : List.of(item)) {
            int code = Read.whole(each);
            if (code < 0 || code > CODE_MAX) {
                throw new Wrong(each.at(), "has " + code + "; exit codes are 0 to " + CODE_MAX);
            }
            codes.add(code);
        }
        if (codes.isEmpty()) {
            throw new Wrong(item.at(), "is empty; name at least one that means success");
        }
        return List.copyOf(codes);
    }

    private static Output output(Item item) {
        String name = Read.text(item);
        return Arrays.stream(Output.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new Wrong(item.at(), "is \"" + Findings.shown(name) + "\"; there are none, text, lines, json"));
    }
}
