package dev.sampo.link;

/**
 * How the two ends of a session keep each other informed.
 *
 * @param resendMillis what has not been seen for so long is sent again
 * @param acknowledgeMillis how long an acknowledgement may wait for something to ride on
 * @param envelopeBytes an envelope is closed once it holds this much
 * @param reportsInFlightMax how many reports a node sends ahead of their being seen; later endings gather meanwhile
 */
public record LinkSettings(long resendMillis, long acknowledgeMillis, int envelopeBytes, int reportsInFlightMax) {

    public static final LinkSettings DEFAULTS = new LinkSettings(1_000, 100, 64 * 1024, 2);
}
