package dev.sampo.actors.membership;

import dev.sampo.membership.NodeEntry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory as it was seen last, for whoever asks from outside, and those who want to hear of changes. */
final class KnownNodes {
    private static final Logger LOG = LoggerFactory.getLogger(KnownNodes.class);

    private record Seen(long number, List<NodeEntry> entries) {}

    /** Hears each state once and none that is older than one it has heard; what it throws is its own affair. */
    private static final class Listener {
        private final Consumer<List<NodeEntry>> listener;
        private long heard = -1;

        Listener(Consumer<List<NodeEntry>> listener) {
            this.listener = listener;
        }

        synchronized void tell(Seen seen) {
            if (seen.number <= heard) {
                return;
            }
            heard = seen.number;
            try {
                listener.accept(seen.entries);
            } catch (RuntimeException | LinkageError | AssertionError failed) {
                LOG.warn("a listener for changes of nodes has thrown", failed);
            }
        }
    }

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile Seen latest = new Seen(0, List.of());

    List<NodeEntry> entries() {
        return latest.entries;
    }

    void saw(List<NodeEntry> entries, boolean changed) {
        Seen seen = new Seen(latest.number + (changed ? 1 : 0), entries);
        latest = seen;
        if (changed) {
            listeners.forEach(listener -> listener.tell(seen));
        }
    }

    Runnable tell(Consumer<List<NodeEntry>> wanted) {
        var listener = new Listener(wanted);
        listeners.add(listener);
        listener.tell(latest);
        return () -> listeners.remove(listener);
    }
}
