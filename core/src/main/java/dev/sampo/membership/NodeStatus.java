package dev.sampo.membership;

/** How well a node is, as far as scheduling goes; membership is another matter. */
public enum NodeStatus {
    /** Its beats come. */
    HEALTHY,
    /** Some are missing, or its connection broke, or it is coming back. */
    DEGRADED,
    /** Nothing has been heard for long, or it is no member any more. */
    OFFLINE
}
