package dev.sampo.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an attempt is given, and the placeholders that stand for it. */
public final class Given {
    private static final String EACH = "each";
    private static final String INPUTS = "inputs.";
    private static final String NAME = "[A-Za-z0-9_-]+";

    /** Anything else that begins with a dollar sign is left as it is. Possessive: otherwise each field takes a piece of the stack. */
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\$\\{(each(?:\\." + NAME + ")*+|inputs\\.[A-Za-z0-9._-]+)}");

    private final Map<String, Object> inputs;
    private final Optional<Object> element;

    private Given(Map<String, Object> inputs, Optional<Object> element) {
        this.inputs = inputs;
        this.element = element;
    }

    static Given of(CommandBody command, List<Object> arguments) {
        var inputs = new LinkedHashMap<String, Object>();
        int first = command.each() ? 1 : 0;
        for (int i = 0; i < command.inputs().size(); i++) {
            inputs.put(command.inputs().get(i), arguments.get(first + i));
        }
        return new Given(inputs, command.each() ? Optional.ofNullable(arguments.get(0)) : Optional.empty());
    }

    Map<String, Object> inputs() {
        return inputs;
    }

    Optional<Object> element() {
        return element;
    }

    /** What stands between the braces of each placeholder in a text. */
    public static List<String> placeholders(String text) {
        return PLACEHOLDER.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** The name of the task whose value a placeholder stands for; empty when it stands for an element. */
    public static Optional<String> inputOf(String placeholder) {
        return placeholder.startsWith(INPUTS) ? Optional.of(placeholder.substring(INPUTS.length())) : Optional.empty();
    }

    String fill(String text) {
        return text.contains("${")
                ? PLACEHOLDER
                        .matcher(text)
                        .replaceAll(found -> Matcher.quoteReplacement(Made.text(meant(found.group(1)))))
                : text;
    }

    private Object meant(String placeholder) {
        if (placeholder.startsWith(INPUTS)) {
            return inputs.get(placeholder.substring(INPUTS.length()));
        }
        Object found = element.orElse("");
        for (String field : placeholder.substring(EACH.length()).split("\\.")) {
            found = field.isEmpty() ? found : field(found, field, placeholder);
        }
        return found;
    }

    private static Object field(Object of, String name, String placeholder) {
        if (of instanceof Map<?, ?> map && map.get(name) != null) {
            return map.get(name);
        }
        throw new IllegalArgumentException("${" + placeholder + "}: this element has no \"" + name + "\"");
    }
}
