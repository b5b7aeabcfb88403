package dev.sampo.dag;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may stand in the key of a limit that a task takes permits of, so that tenants, kinds of tasks and tasks have permits of their
 * own: {@code limit("mail", LimitKey.TENANT)}, or several of them in one text.
 */
public final class LimitKey {
    /** For whom the job runs. */
    public static final String TENANT = "${tenant}";

    /** What the task is one of: the name of its Dag, a slash, and its own without a number at the end. */
    public static final String KIND = "${kind}";

    /** The name of the task; of an element that of its {@code each} and its number. */
    public static final String TASK = "${task}";

    /** The element of an {@code each} that is a text, a number or a boolean; a field of one that is a map is <code>${each.name}</code>. */
    public static final String EACH = "${each}";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern ELEMENT = Pattern.compile("each(\\.[A-Za-z0-9_-]+)*+");
    private static final List<String> OTHERS = List.of(TENANT, KIND, TASK);

    private LimitKey() {}

    /** Whether it can only be made where the element is at hand. */
    public static boolean hasElement(String key) {
        return PLACEHOLDER.matcher(key).results().anyMatch(found -> ELEMENT.matcher(found.group(1))
                .matches());
    }

    /** The first that stands for nothing. */
    static Optional<String> unknown(String key) {
        return PLACEHOLDER
                .matcher(key)
                .results()
                .map(found -> found.group())
                .filter(each -> !OTHERS.contains(each)
                        && !ELEMENT.matcher(each.substring(2, each.length() - 1))
                                .matches())
                .findFirst();
    }

    /** @param meant what each placeholder stands for, as it is written here */
    public static String filled(String key, UnaryOperator<String> meant) {
        return PLACEHOLDER.matcher(key).replaceAll(found -> Matcher.quoteReplacement(meant.apply(found.group())));
    }
}
