package dev.sampo.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/**
 * Prints what this disk and this machine give: events a second by entities and events per persist, then the recovery of a
 * million events. Not a test: run it by hand, with the directory to use as its argument.
 */
final class Measure {

    private static final byte[] EVENT = new byte[100];
    private static final long SECONDS = 3;

    private Measure() {}

    public static void main(String[] arguments) throws Exception {
        Path root = Path.of(arguments[0]);
        Files.createDirectories(root);
        System.out.printf("fdatasync/s before: %.0f%n", forcesPerSecond(root));
        ActorSystem<SpawnProtocol.Command> system = Counter.system(root.resolve("write"), null);
        run(system, "warm-up", 8, 10);
        for (int entities : new int[] {1, 8}) {
            for (int batch : new int[] {1, 10, 100}) {
                System.out.printf("%dx%d: %.0f events/s%n", entities, batch, run(system, "w", entities, batch));
            }
        }
        Counter.stop(system);
        System.out.printf("fdatasync/s after: %.0f%n", forcesPerSecond(root));
        recover(root.resolve("recover"));
    }

    private static double run(ActorSystem<SpawnProtocol.Command> system, String name, int entities, int batch)
            throws Exception {
        List<CompletableFuture<Long>> counts = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < entities; i++) {
            CompletableFuture<Long> count = new CompletableFuture<>();
            counts.add(count);
            String id = name + "-" + entities + "-" + batch + "-" + i;
            ActorRef<Done> writer = Counter.start(
                    system, Behaviors.setup(context -> new Writer(id, batch, start, count, context.getSelf())));
            writer.tell(Done.getInstance());
        }
        long sum = 0;
        for (CompletableFuture<Long> count : counts) {
            sum += Counter.await(count);
        }
        return sum * 1e9 / (System.nanoTime() - start);
    }

    private static void recover(Path directory) throws Exception {
        ActorSystem<SpawnProtocol.Command> system = Counter.system(directory, null);
        ActorRef<Counter.Command> counter = Counter.start(system, new Counter("million", 0));
        for (int i = 0; i < 1000; i++) {
            Counter.add(system, counter, Collections.nCopies(1000, "x".repeat(90)));
        }
        Counter.stop(system);
        long opening = System.nanoTime();
        ActorSystem<SpawnProtocol.Command> again = Counter.system(directory, null);
        Journals.get(again).open("sampo.journal.log");
        long opened = System.nanoTime();
        long sum = Counter.sum(again, Counter.start(again, new Counter("million", 0)));
        long replayed = System.nanoTime();
        System.out.printf(
                "recover 1,000,000 events: opened in %.2f s, replayed in %.2f s (%s)%n",
                (opened - opening) / 1e9, (replayed - opened) / 1e9, sum == 90_000_000 ? "all there" : "WRONG");
        Counter.stop(again);
    }

    private static double forcesPerSecond(Path root) throws IOException {
        Path probe = root.resolve("probe");
        try (FileChannel file = FileChannel.open(probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            long start = System.nanoTime();
            int forces = 0;
            for (; System.nanoTime() - start < Duration.ofMillis(500).toNanos(); forces++) {
                file.write(ByteBuffer.wrap(EVENT));
                file.force(false);
            }
            return forces * 1e9 / (System.nanoTime() - start);
        } finally {
            Files.delete(probe);
        }
    }

    /** Persists one batch after the other until its time is over. */
    private static final class Writer extends EventSourcedBehavior<Done, byte[], Long> {

        private final List<byte[]> batch;
        private final long start;
        private final CompletableFuture<Long> count;
        private final ActorRef<Done> self;

        Writer(String id, int batch, long start, CompletableFuture<Long> count, ActorRef<Done> self) {
            super(PersistenceId.ofUniqueId(id));
            this.batch = Collections.nCopies(batch, EVENT);
            this.start = start;
            this.count = count;
            this.self = self;
        }

        @Override
        public Long emptyState() {
            return 0L;
        }

        @Override
        public CommandHandler<Done, byte[], Long> commandHandler() {
            return (written, go) -> {
                if (System.nanoTime() - start > Duration.ofSeconds(SECONDS).toNanos()) {
                    count.complete(written);
                    return Effect().stop();
                }
                return Effect().persist(batch).thenRun(done -> self.tell(go));
            };
        }

        @Override
        public EventHandler<Long, byte[]> eventHandler() {
            return (written, event) -> written + 1;
        }
    }
}
