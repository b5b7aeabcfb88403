package dev.sampo.http;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Lets a few large bodies in at a time: they are in memory until they are served. */
final class Uploads {
    private static final int AT_ONCE = 2;

    private final AtomicInteger underWay = new AtomicInteger();

    /** @throws Problem.Refusal when others are under way */
    <T> CompletionStage<T> within(Route route, Supplier<CompletionStage<T>> serve) {
        if (!route.takesBytes()) {
            return serve.get();
        }
        if (underWay.incrementAndGet() > AT_ONCE) {
            underWay.decrementAndGet();
            throw Problem.of(503, "BUSY", "this node takes " + AT_ONCE + " jars at a time; send it again")
                    .again(1)
                    .refusal();
        }
        try {
            return serve.get().whenComplete((served, failure) -> underWay.decrementAndGet());
        } catch (RuntimeException refused) {
            underWay.decrementAndGet();
            throw refused;
        }
    }
}
