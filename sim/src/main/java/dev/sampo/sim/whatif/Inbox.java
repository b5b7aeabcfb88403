package dev.sampo.sim.whatif;

import dev.sampo.sim.time.Timeline;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What comes in one moment, to be taken together after everything else of that moment has happened. */
final class Inbox<T> {
    private final Timeline timeline;
    private final Consumer<List<T>> taker;
    private final List<T> waiting = new ArrayList<>();

    Inbox(Timeline timeline, Consumer<List<T>> taker) {
        this.timeline = timeline;
        this.taker = taker;
    }

    void add(T one) {
        waiting.add(one);
        if (waiting.size() == 1) {
            timeline.after(0, this::empty);
        }
    }

    private void empty() {
        var taken = List.copyOf(waiting);
        waiting.clear();
        taker.accept(taken);
    }
}
