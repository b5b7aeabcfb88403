package dev.sampo.actors.child;

import dev.sampo.actors.limit.Limits;
import dev.sampo.resilience.limit.LimitRefused;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** What one body in a child has asked of its node's limits. */
final class Asked {
    static final int NO = 0;
    static final int YES = 1;
    static final int REFUSED = 2;
    static final int UNKNOWN = 3;
    static final int BROKEN = 4;

    /** To the child. */
    interface Way {
        void send(Child.Message message) throws IOException;
    }

    private final Limits limits;
    private final Executor executor;
    private final Way way;
    private final Map<Long, CompletableFuture<Boolean>> open = new ConcurrentHashMap<>();

    Asked(Limits limits, Executor executor, Way way) {
        this.limits = limits;
        this.executor = executor;
        this.way = way;
    }

    void ask(DataInputStream in) throws IOException {
        long id = in.readLong();
        String name = Frames.text(in);
        String key = Frames.text(in);
        long permits = in.readLong();
        Duration within = Duration.ofNanos(in.readLong());
        CompletableFuture<Boolean> asked;
        try {
            asked = limits.of(name).ask(key, permits, within);
        } catch (RuntimeException refused) {
            answer(id, false, refused);
            return;
        }
        open.put(id, asked);
        asked.whenCompleteAsync((granted, failure) -> answer(id, granted, failure), executor);
    }

    void leave(long id) {
        CompletableFuture<Boolean> asked = open.remove(id);
        if (asked != null) {
            asked.cancel(false);
        }
    }

    private void answer(long id, Boolean granted, Throwable failure) {
        open.remove(id);
        try {
            way.send(out -> {
                out.writeByte(Frames.ANSWER);
                out.writeLong(id);
                out.writeByte(failure == null ? granted ? YES : NO : kind(failure));
                Frames.text(out, failure == null ? "" : why(failure));
            });
        } catch (IOException gone) {
            // Nobody is left to hear it.
        }
    }

    private static String why(Throwable failure) {
        return failure instanceof LimitRefused refused ? refused.why() : String.valueOf(failure.getMessage());
    }

    private static int kind(Throwable failure) {
        if (failure instanceof LimitRefused) {
            return REFUSED;
        }
        return failure instanceof IllegalArgumentException ? UNKNOWN : BROKEN;
    }

    /** The body is over, and waits for nothing any more. */
    void over() {
        open.values().forEach(asked -> asked.cancel(false));
    }
}
