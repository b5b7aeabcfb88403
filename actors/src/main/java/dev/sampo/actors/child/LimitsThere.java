package dev.sampo.actors.child;

import dev.sampo.resilience.limit.LimitRefused;
import dev.sampo.resilience.limit.RateLimit;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/** The limits of a child's node, as bodies in the child see them: each question goes to the node. */
final class LimitsThere {
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);
    private static final String NO_KEY = "";

    private final Saying saying;
    private final AtomicLong last = new AtomicLong();
    private final Map<Long, CompletableFuture<Answer>> open = new ConcurrentHashMap<>();

    private record Answer(int kind, String why) {}

    LimitsThere(Saying saying) {
        this.saying = saying;
    }

    RateLimit of(String name) {
        return new Of(name, NO_KEY);
    }

    void answered(DataInputStream in) throws IOException {
        CompletableFuture<Answer> asked = open.remove(in.readLong());
        var answer = new Answer(in.readByte(), Frames.text(in));
        if (asked != null) {
            asked.complete(answer);
        }
    }

    /** One limit of the node, or one of its keys. */
    private final class Of implements RateLimit {
        private final String name;
        private final String key;

        Of(String name, String key) {
            this.name = Objects.requireNonNull(name, "the name of a limit is null");
            this.key = Objects.requireNonNull(key, "the key of a limit is null");
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public RateLimit of(String other) {
            return new Of(name, other);
        }

        @Override
        public void acquire(long permits) throws InterruptedException {
            ask(permits, FOR_EVER);
        }

        @Override
        public boolean tryAcquire(long permits, Duration within) throws InterruptedException {
            return ask(permits, within.compareTo(FOR_EVER) < 0 ? within : FOR_EVER);
        }

        @Override
        public String toString() {
            return "limit \"" + name + "\"" + (key.isEmpty() ? "" : " for \"" + key + "\"");
        }

        private boolean ask(long permits, Duration within) throws InterruptedException {
            long id = last.incrementAndGet();
            var asked = new CompletableFuture<Answer>();
            open.put(id, asked);
            saying.say(out -> {
                out.writeByte(Frames.ASK);
                out.writeLong(id);
                Frames.text(out, name);
                Frames.text(out, key);
                out.writeLong(permits);
                out.writeLong(within.toNanos());
            });
            try {
                return meant(asked.get());
            } catch (ExecutionException impossible) {
                throw new AssertionError(impossible);
            } finally {
                if (open.remove(id) != null) {
                    saying.say(out -> {
                        out.writeByte(Frames.LEAVE);
                        out.writeLong(id);
                    });
                }
            }
        }

        private boolean meant(Answer answer) {
            return switch (answer.kind()) {
                case Asked.YES -> true;
                case Asked.NO -> false;
                case Asked.REFUSED -> throw new LimitRefused(name, answer.why());
                case Asked.UNKNOWN -> throw new IllegalArgumentException(answer.why());
                default -> throw new IllegalStateException(answer.why());
            };
        }
    }
}
