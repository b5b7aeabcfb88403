package dev.sampo.story;

/** What tasks are taken together under: those whose names differ in nothing but the numbers at their ends. */
public final class Kinds {
    private Kinds() {}

    /** Of "page-17-of-20" that is "page-*-of-*": how tasks are called that are drawn as one. */
    static String pattern(String task) {
        var pattern = new StringBuilder(task.length());
        boolean wasDigit = false;
        for (int i = 0; i < task.length(); i++) {
            boolean isDigit = task.charAt(i) >= '0' && task.charAt(i) <= '9';
            if (!isDigit) {
                pattern.append(task.charAt(i));
            } else if (!wasDigit) {
                pattern.append('*');
            }
            wasDigit = isDigit;
        }
        return pattern.toString();
    }

    /** Of "page-17" that is "page-", of "sum[3]" "sum"; a name that is nothing but a number is kept. */
    public static String of(String task) {
        int bracket = task.endsWith("]") ? task.lastIndexOf('[') : -1;
        int end = bracket > 0 ? bracket : task.length();
        int first = end;
        while (first > 0 && task.charAt(first - 1) >= '0' && task.charAt(first - 1) <= '9') {
            first--;
        }
        return first == 0 ? task.substring(0, end) : task.substring(0, first);
    }
}
