package dev.sampo.dag;

/** The one rule for names of Dags, tasks and catalogue bodies. */
public final class TaskName {
    static final int LENGTH_MAX = 128;

    private TaskName() {}

    public static boolean isValid(String name) {
        if (name.isEmpty() || name.length() > LENGTH_MAX) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isAllowed(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean isAllowed(int letter) {
        return letter >= 'a' && letter <= 'z'
                || letter >= 'A' && letter <= 'Z'
                || letter >= '0' && letter <= '9'
                || letter == '.'
                || letter == '_'
                || letter == '-';
    }

    /** What is wrong with it, and the remedy; long ones are shortened. */
    public static String complaint(String name) {
        String why = name.indexOf('[') >= 0 || name.indexOf('/') >= 0
                ? "; names like a[3] and a/b are kept for the elements of an each and for added tasks"
                : "";
        String shown = name.length() <= LENGTH_MAX ? name : name.substring(0, LENGTH_MAX) + "...";
        return "\"" + shown + "\" is no name; use 1 to 128 letters, digits, '.', '_' or '-'" + why;
    }
}
