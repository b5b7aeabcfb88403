package dev.sampo.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** So many at a time. A turn ends once, whoever says so first. */
final class Turns {
    private final int atATimeMax;
    private final AtomicInteger underWay = new AtomicInteger();

    Turns(int atATimeMax) {
        this.atATimeMax = atATimeMax;
    }

    /** Empty while as many are under way as may be. */
    Optional<Turn> take() {
        if (underWay.incrementAndGet() > atATimeMax) {
            underWay.decrementAndGet();
            return Optional.empty();
        }
        return Optional.of(new Turn());
    }

    /** One of those that are under way. */
    final class Turn {
        private final Once end = new Once(underWay::decrementAndGet);
        private volatile boolean hasBegun;

        /** Whoever asked reads what there is to read. */
        void begin() {
            hasBegun = true;
        }

        /** What is not begun by then never will be: whoever asked has gone, and nobody is told of that. */
        void endUnlessBegunWithin(Duration limit) {
            Once.after(limit, () -> {
                if (!hasBegun) {
                    end();
                }
            });
        }

        void end() {
            end.run();
        }
    }
}
