package dev.sampo.actors;

import dev.sampo.job.NodeId;

/** No node of this name that runs tasks can be reached at the moment, if there is one. */
public final class NoSuchWorker extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoSuchWorker(NodeId node) {
        super("no node called \"" + node + "\" runs tasks here; its name is what sampo.node.name says");
    }
}
