package dev.sampo.dag;

/** What tasks are taken together under: those whose names differ in nothing but the numbers at their ends. */
public final class Kinds {
    private Kinds() {}

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
