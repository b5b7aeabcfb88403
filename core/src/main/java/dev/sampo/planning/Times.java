package dev.sampo.planning;

import java.util.ArrayList;

/**
 * What some time went by with, in milliseconds.
 *
 * @param running while bodies ran that came to something, a vote among others that agreed included
 * @param inLine while a task was ready, and no node had room for it or a limit was reached
 * @param onTheWay between being given to a node and the body's beginning, and from its end until the scheduler heard of it; and between votes
 * @param inVain with attempts that came to nothing, and with waits for the next
 * @param paused while the job was paused
 */
public record Times(long running, long inLine, long onTheWay, long inVain, long paused) {
    public static final Times NONE = new Times(0, 0, 0, 0, 0);

    Times plus(Times more) {
        return new Times(
                running + more.running,
                inLine + more.inLine,
                onTheWay + more.onTheWay,
                inVain + more.inVain,
                paused + more.paused);
    }

    public long sum() {
        return running + inLine + onTheWay + inVain + paused;
    }

    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        add(parts, running, "running");
        add(parts, inLine, "in line for room");
        add(parts, onTheWay, "on the way to a node and back");
        add(parts, inVain, "with attempts that came to nothing");
        add(parts, paused, "paused");
        return parts.isEmpty() ? "no time" : String.join(", ", parts);
    }

    private static void add(ArrayList<String> parts, long millis, String what) {
        if (millis > 0) {
            parts.add(Span.of(millis) + " " + what);
        }
    }
}
