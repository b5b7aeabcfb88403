package dev.sampo.sim.world;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.sim.check.Violation;
import dev.sampo.worker.Action;
import java.util.ArrayList;
import java.util.List;

/** The jars on one node, each for as long as a blueprint that is there needs it. */
final class JarsThere {
    private record Held(Digest jar, Digest blueprint) {}

    /** One for each time that a blueprint came. */
    private final List<Held> held = new ArrayList<>();

    void clear() {
        held.clear();
    }

    void arrived(Blueprint blueprint) {
        blueprint.jar().ifPresent(jar -> held.add(new Held(jar, blueprint.digest())));
    }

    void drop(Action.DropJar drop) {
        held.remove(new Held(drop.jar(), drop.blueprint()));
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** A body never begins without the classes it is made of. */
    void requireAtHand(Action.Run run) {
        boolean isThere = run.blueprint().jar().isEmpty()
                || held.stream().anyMatch(each -> each.jar()
                        .equals(run.blueprint().jar().get()));
        if (!isThere) {
            throw new Violation(
                    "JarsAreAtHand",
                    run.attempt().job(),
                    run.attempt().task(),
                    run.attempt() + " starts without its jar");
        }
    }
}
