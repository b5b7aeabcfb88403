package dev.sampo.dag;

import dev.sampo.resource.Resources;
import java.util.Map;

/** What a node has in all, whether or not it is free just now. */
public record NodeOffer(String name, Resources capacity, Map<String, String> labels) {
    public NodeOffer {
        labels = Map.copyOf(labels);
    }

    /** Whether it could, with nothing else there. */
    public boolean couldRun(TaskOptions options) {
        return options.where().matches(name, labels)
                && options.demand().all().stream().anyMatch(needs -> needs.fitsIn(capacity));
    }
}
