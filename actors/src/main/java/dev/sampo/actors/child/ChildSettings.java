package dev.sampo.actors.child;

import java.util.List;

/**
 * How a node keeps the JVMs beside its own.
 *
 * @param main the class they start with, which calls {@link ChildMain#serve}
 * @param idleMax so many are kept for tasks to come, at most
 * @param idleForMillis so long, at most
 * @param attemptsMax one that has served so many attempts is not kept
 * @param startMillis how long one may take until it can run something
 * @param javaOptions more options for them, after ours
 */
public record ChildSettings(
        String main, int idleMax, long idleForMillis, int attemptsMax, long startMillis, List<String> javaOptions) {

    public static final ChildSettings DEFAULTS =
            new ChildSettings(ChildMain.class.getName(), 4, 60_000, 100, 30_000, List.of());

    public ChildSettings {
        javaOptions = List.copyOf(javaOptions);
        require(idleMax >= 0, "idle-max", idleMax, "at least 0");
        require(idleForMillis >= 1, "idle-for", idleForMillis, "at least 1 ms");
        require(attemptsMax >= 1, "attempts-max", attemptsMax, "at least 1");
        require(startMillis >= 1, "start-timeout", startMillis, "at least 1 ms");
    }

    private static void require(boolean holds, String name, long given, String wanted) {
        if (!holds) {
            throw new IllegalArgumentException("own-jvm." + name + " is " + given + ", must be " + wanted);
        }
    }
}
