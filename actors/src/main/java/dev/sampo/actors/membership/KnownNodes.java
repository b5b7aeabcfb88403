package dev.sampo.actors.membership;

import dev.sampo.membership.NodeEntry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The directory as it was seen last, for whoever asks from outside, and those who want to hear of changes. */
final class KnownNodes {
    private final List<Consumer<List<NodeEntry>>> listeners = new CopyOnWriteArrayList<>();
    private volatile List<NodeEntry> entries = List.of();

    List<NodeEntry> entries() {
        return entries;
    }

    void saw(List<NodeEntry> seen, boolean changed) {
        entries = seen;
        if (changed) {
            listeners.forEach(listener -> listener.accept(seen));
        }
    }

    Runnable tell(Consumer<List<NodeEntry>> listener) {
        listeners.add(listener);
        listener.accept(entries);
        return () -> listeners.remove(listener);
    }
}
