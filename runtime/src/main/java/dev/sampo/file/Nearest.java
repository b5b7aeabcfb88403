package dev.sampo.file;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Guesses what was meant by a name that does not exist. */
public final class Nearest {
    private static final int NAMED_MAX = 3;
    private static final int STEM = 4;
    private static final int ENDING_MAX = 3;
    private static final int LOOKED_AT_MAX = 2_000;

    private Nearest() {}

    /** As the end of a sentence; empty when nothing is near. */
    public static String hint(String wanted, Stream<String> there) {
        List<String> near = near(wanted, there);
        return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    }

    private static List<String> near(String wanted, Stream<String> there) {
        int most = Math.max(1, wanted.length() / 3);
        return there.limit(LOOKED_AT_MAX)
                .filter(name ->
                        isPart(wanted, name) || distance(wanted, name, most) <= most || isOtherForm(wanted, name))
                .sorted(Comparator.<String>comparingInt(name -> distance(wanted, name, Integer.MAX_VALUE))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(NAMED_MAX)
                .toList();
    }

    private static boolean isPart(String wanted, String name) {
        return wanted.length() >= 2 && name.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
    }

    /** As "retries" is of "retry". */
    private static boolean isOtherForm(String wanted, String name) {
        return wanted.length() >= STEM
                && name.startsWith(wanted.substring(0, STEM))
                && distance(wanted, name, ENDING_MAX) <= ENDING_MAX;
    }

    /** How many letters are to be put in, left out or exchanged; more than {@code most} when it is surely more. */
    private static int distance(String one, String other, int most) {
        if (Math.abs(one.length() - other.length()) > most || other.length() > 256 || one.length() > 256) {
            return Integer.MAX_VALUE;
        }
        int[] before = new int[other.length() + 1];
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int exchanged = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(exchanged, 1 + Math.min(before[j], row[j - 1]));
            }
            int[] next = before;
            before = row;
            row = next;
        }
        return before[other.length()];
    }
}
