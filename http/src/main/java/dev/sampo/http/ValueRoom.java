package dev.sampo.http;

import java.time.Duration;

/** How much of values may be in memory at once on their way out, by the size they are kept in. */
final class ValueRoom {
    private final long most;
    private long taken;

    ValueRoom(long most) {
        this.most = most;
    }

    /** Room that somebody has; given back once. */
    final class Place {
        private final Once back = new Once(() -> free(this));
        private long size;

        private Place(long size) {
            this.size = size;
        }

        void giveBack() {
            back.run();
        }

        /** @throws Problem.Refusal when others have what is missing */
        void atLeast(long wanted) {
            grow(this, wanted);
        }

        /** For a reader who never comes for what was got for it. */
        void giveBackAfter(Duration time) {
            back.runAfter(time);
        }
    }

    /** @throws Problem.Refusal when others have it; one that is alone gets it, however large it is */
    synchronized Place take(long size) {
        refuseBeside(taken, size);
        taken += size;
        return new Place(size);
    }

    private void refuseBeside(long others, long size) {
        if (others > 0 && others + size > most) {
            throw Problem.of(
                            503,
                            "BUSY",
                            "other values of " + others
                                    + " bytes are being read from this node (sampo.http.values-max); ask again")
                    .again(1)
                    .refusal();
        }
    }

    private synchronized void grow(Place place, long wanted) {
        if (wanted > place.size && !place.back.isDone()) {
            refuseBeside(taken - place.size, wanted);
            taken += wanted - place.size;
            place.size = wanted;
        }
    }

    private synchronized void free(Place place) {
        taken -= place.size;
    }
}
