package dev.sampo.placement;

import dev.sampo.resource.Resources;

/** The task a node is sought for; its neighbours of the same kind may go there with it. Valid during the call only. */
public interface ReadyTask {

    /** Name of its graph. */
    String dag();

    /** Its name in the graph, {@code page[17]} for an element of an each. */
    String name();

    Resources needs();

    /** The same for the same task of a graph of the same name, in every job, on every machine. */
    long key();

    /** How long such tasks run, in milliseconds, by what is expected or was learned; below zero while nothing is known. */
    default double millis() {
        return -1;
    }

    /** How long what follows it in its graph takes at least, in milliseconds; what is not known counts as nothing. */
    default double millisAfter() {
        return 0;
    }

    /** How long it is until its job is to be done, in milliseconds, below zero when that is past; infinite without a deadline. */
    default double millisLeft() {
        return Double.POSITIVE_INFINITY;
    }

    /** A number drawn by lot for this choice, from the planner's own seed: what a placer needs of chance comes from here. */
    long draw();
}
