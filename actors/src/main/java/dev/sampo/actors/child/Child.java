package dev.sampo.actors.child;

import dev.sampo.actors.body.RunningBody;
import dev.sampo.actors.body.UserCode;
import dev.sampo.actors.limit.Limits;
import dev.sampo.dag.Digest;
import dev.sampo.job.Outcome;
import dev.sampo.worker.Action;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A JVM beside the node's that runs one body at a time, as its node sees it. The thread that has a body run there waits for
 * it by reading what the child says; a child that is gone has nothing more to say, which ends the wait.
 */
final class Child implements RunningBody.Elsewhere {
    private static final long POLITE_MILLIS = 3_000;
    private static final long LAST_WORDS_MILLIS = 3_000;
    private static final Set<String> OPTIONS = Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS");

    private final ChildSettings settings;
    private final long heap;
    private final Executor executor;
    private final Path directory;
    private final ServerSocketChannel door;
    private final Process process;
    private final LastLines printed;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile Duplex wire;
    private volatile long running;
    private volatile boolean stopped;
    private Digest blueprint;
    private int attempts;
    private boolean begun;

    private Child(ChildSettings settings, long heap, UserCode code, Executor executor) throws IOException {
        this.settings = settings;
        this.heap = heap;
        this.executor = executor;
        this.directory = Files.createTempDirectory("sampo-child");
        Path socket = directory.resolve("node");
        this.door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            door.bind(UnixDomainSocketAddress.of(socket));
            var builder = new ProcessBuilder(ChildCommand.line(settings, heap, socket, code));
            // What they say this JVM was started with, and of that the child gets its part.
            builder.environment().keySet().removeAll(OPTIONS);
            this.process = builder.redirectErrorStream(true).start();
        } catch (IOException | RuntimeException failed) {
            shutDoor();
            throw failed;
        }
        process.onExit().thenRun(this::shutDoor);
        process.getOutputStream().close();
        this.printed = new LastLines(process.getInputStream(), "sampo-child-" + process.pid());
    }

    /** Begins to start one; it is ready once something has been {@linkplain #call called} there. */
    static Child start(ChildSettings settings, long heap, UserCode code, Executor executor) throws IOException {
        return new Child(settings, heap, code, executor);
    }

    long heap() {
        return heap;
    }

    long pid() {
        return process.pid();
    }

    /** Whether another attempt may run here: nobody knows what an interrupted body leaves behind. */
    boolean isGoodForMore() {
        return wire != null && !stopped && attempts < settings.attemptsMax() && process.isAlive();
    }

    /** How many attempts have been given to it. */
    int served() {
        return attempts;
    }

    /** Whether the latest body may have done something. */
    boolean hasBegun() {
        return begun;
    }

    void onExit(Runnable then) {
        process.onExit().thenRun(then);
    }

    /**
     * Runs a body and waits for its end.
     *
     * @param jar the file of the blueprint's jar; empty for none
     * @throws IOException when the child ended first
     */
    Outcome call(RunningBody body, Action.Run run, String jar, Limits limits) throws IOException {
        attempts++;
        begun = false;
        if (wire == null) {
            awaitStart();
        }
        var asked = new Asked(limits, executor, this::send);
        try {
            send(out -> {
                running = run.run(); // Not before: an interrupt must not go ahead of what it is about.
                Frames.run(out, run, body.node(), jar, blueprint);
            });
            blueprint = run.blueprint().digest();
            return hear(body, asked);
        } finally {
            running = 0;
            asked.over();
        }
    }

    private Outcome hear(RunningBody body, Asked asked) throws IOException {
        var in = wire.in;
        while (true) {
            switch (in.readByte()) {
                case Frames.BEGUN -> begun = true;
                case Frames.PROGRESS -> body.progress(in.readDouble(), Frames.text(in));
                case Frames.ASK -> asked.ask(in);
                case Frames.LEAVE -> asked.leave(in.readLong());
                case Frames.ENDED -> {
                    return Frames.ended(in);
                }
                default -> throw new IOException("its JVM said what nobody understands");
            }
        }
    }

    private void awaitStart() throws IOException {
        CompletableFuture.delayedExecutor(settings.startMillis(), TimeUnit.MILLISECONDS)
                .execute(this::giveUpStart);
        try {
            var opened = new Duplex(door.accept());
            if (opened.in.readByte() != Frames.READY) {
                throw new IOException("its JVM said what nobody understands");
            }
            wire = opened;
            process.onExit()
                    .thenRunAsync(
                            opened::close, CompletableFuture.delayedExecutor(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS));
        } finally {
            shutDoor();
        }
    }

    private void giveUpStart() {
        if (wire == null) {
            process.destroyForcibly();
        }
    }

    private void shutDoor() {
        try {
            door.close();
            Files.deleteIfExists(directory.resolve("node"));
            Files.deleteIfExists(directory);
        } catch (IOException left) {
            directory.toFile().deleteOnExit();
        }
    }

    /** Writes a message as a whole. */
    interface Message {
        void to(DataOutputStream out) throws IOException;
    }

    private void send(Message message) throws IOException {
        writing.lock();
        try {
            message.to(wire.out);
            wire.out.flush();
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void interrupt() {
        stopped = true;
        long attempt = running;
        if (attempt == 0) {
            process.destroyForcibly();
            return;
        }
        executor.execute(() -> {
            try {
                send(out -> {
                    out.writeByte(Frames.INTERRUPT);
                    out.writeLong(attempt);
                });
            } catch (IOException gone) {
                process.destroyForcibly();
            }
        });
    }

    @Override
    public void kill() {
        stopped = true;
        process.destroyForcibly();
    }

    /** Has it end by itself, and sees to it that it does. */
    void end() {
        stopped = true;
        Duplex opened = wire;
        if (opened == null) {
            kill();
            return;
        }
        opened.close();
        CompletableFuture.delayedExecutor(POLITE_MILLIS, TimeUnit.MILLISECONDS).execute(process::destroyForcibly);
    }

    /** How a child ended that was to run something, in words. */
    Obituary obituary() {
        try {
            if (!process.waitFor(POLITE_MILLIS, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                process.waitFor(POLITE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException enough) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        int code = process.isAlive() ? Obituary.UNKNOWN : process.exitValue();
        return new Obituary(process.pid(), heap, wire != null, code, printed.await(LAST_WORDS_MILLIS));
    }
}
