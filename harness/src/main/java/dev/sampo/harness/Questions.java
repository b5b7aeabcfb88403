package dev.sampo.harness;

import dev.sampo.Sampo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Questions to a node in another JVM: one line each into its standard input, one line each back among what it prints. Both
 * ends are ours, and the same class path is on both.
 */
final class Questions {
    private static final String ANSWER = "SAMPO_NODE_ANSWER ";

    private final AtomicLong asked = new AtomicLong();
    private final Map<Long, CompletableFuture<Object>> open = new ConcurrentHashMap<>();

    /** What one of the two ends tells the other. */
    private record Reply(Object value, Throwable failure) implements Serializable {
        private static final long serialVersionUID = 1;
    }

    /** The answer has the type the question promises: it is what the question itself has returned. */
    @SuppressWarnings("unchecked")
    <T> CompletableFuture<T> ask(Question<T> question, Consumer<String> to) {
        long number = asked.incrementAndGet();
        var answer = new CompletableFuture<Object>();
        open.put(number, answer);
        to.accept(number + " " + encode(question));
        return answer.whenComplete((value, failure) -> open.remove(number)).thenApply(value -> (T) value);
    }

    /** Takes a line that the node printed if it is an answer. */
    boolean take(String line) {
        if (!line.startsWith(ANSWER)) {
            return false;
        }
        String[] words = line.split(" ");
        CompletableFuture<Object> waiting = open.get(Long.parseLong(words[1]));
        if (waiting != null) {
            try {
                var reply = (Reply) decode(words[2]);
                if (reply.failure() == null) {
                    waiting.complete(reply.value());
                } else {
                    waiting.completeExceptionally(reply.failure());
                }
            } catch (IOException | ClassNotFoundException | RuntimeException unreadable) {
                waiting.completeExceptionally(unreadable);
            }
        }
        return true;
    }

    /** Nobody answers any more. */
    void end(String reason) {
        open.values().forEach(waiting -> waiting.completeExceptionally(new IllegalStateException(reason)));
    }

    /** Inside the node: the line to be printed for the line that came in. */
    static String answer(String line, Sampo sampo) {
        String[] words = line.split(" ");
        return ANSWER + words[0] + " " + encode(reply(words[1], sampo));
    }

    private static Reply reply(String question, Sampo sampo) {
        try {
            Object value = ((Question<?>) decode(question)).answer(sampo);
            encode(new Reply(value, null));
            return new Reply(value, null);
        } catch (Exception failure) {
            return new Reply(null, failure);
        }
    }

    private static String encode(Object value) {
        var bytes = new ByteArrayOutputStream();
        try (var output = new ObjectOutputStream(bytes)) {
            output.writeObject(value);
        } catch (IOException cannotTravel) {
            throw new IllegalArgumentException(
                    "a question to a node, what it captures and its answer must be serializable: " + cannotTravel,
                    cannotTravel);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static Object decode(String text) throws IOException, ClassNotFoundException {
        try (var input = new ObjectInputStream(
                new ByteArrayInputStream(Base64.getDecoder().decode(text)))) {
            return input.readObject();
        }
    }
}
