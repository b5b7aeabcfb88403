package dev.sampo.sim.body;

import dev.sampo.resilience.Retry;
import dev.sampo.resilience.Verification;
import dev.sampo.resource.Resources;
import dev.sampo.sim.time.Chance;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** How the tasks of simulated graphs are tried again, and after what; mostly so that they succeed in the end. */
final class Policies {
    private static final Recipe.Throwing[] THROWING = Recipe.Throwing.values();

    private final Chance chance;

    Policies(Chance chance) {
        this.chance = chance;
    }

    Recipe.Throwing throwing() {
        return THROWING[chance.below(THROWING.length)];
    }

    Retry retry(Duration first, Recipe recipe) {
        Retry retry = backoff().startingAt(first);
        if (chance.happens(0.3)) {
            retry = retry.on(IOException.class, IllegalStateException.class, TimeoutException.class);
        }
        if (chance.happens(0.1)) {
            retry = recipe.hangs() > 0 ? retry.on(Error.class) : retry.notOn(FileNotFoundException.class);
        }
        if (chance.happens(0.3)) {
            retry = retry.within(Duration.ofMillis(chance.between(300, 4_000)));
        }
        if (chance.happens(0.3)) {
            retry = retry.atMost(Duration.ofMillis(chance.between(200, 1_000)));
        }
        return chance.happens(0.5) ? retry.onOtherNodes() : retry;
    }

    /** For what runs anywhere: several nodes have to be able to. */
    Verification verification(Resources needs, Recipe recipe) {
        boolean isModest = needs.fitsIn(Resources.cpus(1)) && recipe.grows() == Recipe.NO_GROWTH;
        return isModest && chance.happens(0.1) ? new Verification(3, 2) : Verification.NONE;
    }

    private Retry backoff() {
        return switch (chance.below(5)) {
            case 0 -> Retry.fixed(3);
            case 1 -> Retry.linear(3);
            case 2 -> Retry.fibonacci(3);
            case 3 -> Retry.decorrelated(3);
            default -> Retry.exponential(3);
        };
    }
}
