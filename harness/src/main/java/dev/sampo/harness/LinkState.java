package dev.sampo.harness;

/**
 * How it goes for what one member says to another.
 *
 * @param cut nothing arrives, until it is healed
 * @param delayNanos how much later it arrives
 * @param loss the share of pieces that have to be sent again; TCP hides the loss, what is left of it is the wait
 */
record LinkState(boolean cut, long delayNanos, double loss) {
    static final LinkState CLEAR = new LinkState(false, 0, 0);

    LinkState cutOff() {
        return new LinkState(true, delayNanos, loss);
    }

    LinkState delayed(long nanos) {
        return new LinkState(cut, nanos, loss);
    }

    LinkState losing(double share) {
        return new LinkState(cut, delayNanos, share);
    }

    boolean isClear() {
        return equals(CLEAR);
    }
}
