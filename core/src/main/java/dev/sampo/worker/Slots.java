package dev.sampo.worker;

import dev.sampo.resource.Resources;

/**
 * The node's own table of what is in use. It alone admits work, so that no number of schedulers can over-commit a node.
 * A change of capacity never touches what is taken: room may be negative until enough of it has been given back.
 */
final class Slots {
    private Resources capacity;
    private Resources free;

    Slots(Resources capacity) {
        this.capacity = capacity;
        this.free = capacity;
    }

    boolean couldEverTake(Resources needs) {
        return needs.fitsIn(capacity);
    }

    boolean take(Resources needs) {
        if (!needs.fitsIn(free)) {
            return false;
        }
        free = free.minus(needs);
        return true;
    }

    void release(Resources needs) {
        free = free.plus(needs);
    }

    void resize(Resources wanted) {
        free = free.plus(wanted).minus(capacity);
        capacity = wanted;
    }

    Resources capacity() {
        return capacity;
    }

    Resources free() {
        return free;
    }
}
