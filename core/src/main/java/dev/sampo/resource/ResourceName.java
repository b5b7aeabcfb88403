package dev.sampo.resource;

import java.util.Set;
import java.util.regex.Pattern;

/** The one rule for names of resources; cpus, memory and gpus have methods of their own and are refused as extras. */
final class ResourceName {
    private static final Pattern VALID = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");
    static final Set<String> BUILT_IN = Set.of("cpus", "memory", "gpus");

    private ResourceName() {}

    static boolean isValid(String name) {
        return VALID.matcher(name).matches() && !BUILT_IN.contains(name);
    }

    static boolean isBuiltIn(String name) {
        return BUILT_IN.contains(name);
    }

    static String complaint(String name) {
        return isBuiltIn(name)
                ? "\"" + name + "\" is built in; use the method ." + name + "(..)"
                : "\"" + name + "\" is no resource name; use a letter, then up to 63 letters, digits, '.', '_' or '-'";
    }
}
