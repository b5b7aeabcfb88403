package dev.sampo.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** How much of values may be in memory at once on their way out, by the size they are kept in. */
final class ValueRoom {
    private final long most;
    private long taken;

    ValueRoom(long most) {
        this.most = most;
    }

    /** Room that somebody has; given back once. */
    final class Place {
        private final long size;
        private final AtomicBoolean isBack = new AtomicBoolean();

        private Place(long size) {
            this.size = size;
        }

        void giveBack() {
            if (isBack.compareAndSet(false, true)) {
                free(size);
            }
        }

        /** For a reader who never comes for what was got for it. */
        void giveBackAfter(Duration time) {
            CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(this::giveBack);
        }
    }

    /** @throws Problem.Refusal when others have it; one that is alone gets it, however large it is */
    synchronized Place take(long size) {
        if (taken > 0 && taken + size > most) {
            throw Problem.of(
                            503,
                            "BUSY",
                            "other values of " + taken
                                    + " bytes are being read from this node (sampo.http.values-max); ask again")
                    .again(1)
                    .refusal();
        }
        taken += size;
        return new Place(size);
    }

    private synchronized void free(long size) {
        taken -= size;
    }
}
