package dev.sampo.actors.child;

import dev.sampo.actors.body.BodyCaller;
import dev.sampo.actors.body.JarShelf;
import dev.sampo.actors.body.JarSigners;
import dev.sampo.actors.body.RunningBody;
import dev.sampo.actors.body.UserCode;
import dev.sampo.body.AllowList;
import dev.sampo.body.Catalogue;
import dev.sampo.dag.Blueprint;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.resilience.limit.RateLimit;
import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;

/**
 * The child: runs one body after the other for the node that started it, and ends when that is gone. The main thread only
 * listens; a body has a thread of its own, and what is to be said is said by a third, since a thread that is interrupted
 * while it uses the socket would close it.
 */
public final class ChildMain implements RunningBody.Surroundings {
    private static final long LAST_MILLIS = 2_000;
    static final int MISUNDERSTOOD = 70;

    private final UserCode code;
    private final BodyCaller caller;
    private final Duplex wire;
    private final Saying saying;
    private final LimitsThere limits;
    private Blueprint blueprint;
    private JobId job;
    private volatile RunningBody running;

    private ChildMain(UserCode code, Duplex wire) {
        this.code = code;
        this.caller = new BodyCaller(code);
        this.wire = wire;
        this.saying = new Saying(wire.out);
        this.limits = new LimitsThere(saying);
    }

    /** For nodes without named bodies. */
    public static void main(String[] arguments) {
        serve(arguments, ChildMain.class.getClassLoader(), Catalogue.empty(), (jar, nodes) -> nodes);
    }

    /**
     * Serves until the node is gone, and ends this JVM.
     *
     * @param arguments as the node gave them to the main class
     * @param catalogues adds bodies that are in a jar to those
     */
    public static void serve(
            String[] arguments,
            ClassLoader classes,
            Catalogue catalogue,
            BiFunction<ClassLoader, Catalogue, Catalogue> catalogues) {
        LateLog.prepare();
        List<String> allowed = Arrays.asList(arguments).subList(1, arguments.length);
        var code = new UserCode(
                classes,
                catalogue,
                catalogues,
                AllowList.of(allowed),
                new JarShelf(Optional.empty(), JarSigners.ANYBODY));
        try {
            var channel = SocketChannel.open(UnixDomainSocketAddress.of(arguments[0]));
            new ChildMain(code, new Duplex(channel)).listen();
        } catch (IOException | RuntimeException broken) {
            broken.printStackTrace();
            Runtime.getRuntime().halt(MISUNDERSTOOD);
        }
    }

    private void listen() throws IOException {
        saying.say(out -> out.writeByte(Frames.READY));
        try {
            while (true) {
                switch (wire.in.readByte()) {
                    case Frames.RUN -> begin();
                    case Frames.INTERRUPT -> interrupt(wire.in.readLong());
                    case Frames.ANSWER -> limits.answered(wire.in);
                    default -> throw new IOException("the node said what nobody understands");
                }
            }
        } catch (EOFException parted) {
            end();
        }
    }

    private void begin() throws IOException {
        Frames.Told told = Frames.run(wire.in, blueprint);
        turnTo(told.run().blueprint(), told.jar());
        JobId next = told.run().attempt().job();
        if (job != null && !job.equals(next)) {
            caller.forget(job);
        }
        job = next;
        var body = new RunningBody(told.run(), new NodeId(told.node()), code, this);
        running = body;
        var thread = new Thread(() -> run(body), "sampo-task");
        thread.setDaemon(true);
        thread.start();
    }

    /** What it was not of has ended here. */
    private void turnTo(Blueprint next, String file) throws IOException {
        Blueprint before = blueprint;
        blueprint = next;
        if (next.jar().isPresent() && !code.jars().hold(next.jar().get(), next.digest())) {
            code.jars().open(next.jar().get(), Path.of(file), code);
        }
        if (before != null && before.jar().isPresent() && !before.equals(next)) {
            code.jars().drop(before.jar().get(), before.digest()).run();
        }
    }

    private void run(RunningBody body) {
        sayThatItBegins();
        LateLog.enter(body); // Its thread serves no other.
        Outcome outcome = caller.call(body, body.run().arguments());
        saying.say(out -> Frames.ended(out, outcome));
    }

    /** Before the body does anything: what has not begun, as far as the node knows, is run again. */
    private void sayThatItBegins() {
        var said = new CountDownLatch(1);
        saying.say(out -> {
            out.writeByte(Frames.BEGUN);
            out.flush();
            said.countDown();
        });
        try {
            said.await();
        } catch (InterruptedException early) {
            throw new AssertionError("nobody interrupts a body that has not begun", early);
        }
    }

    @Override
    public RateLimit limit(String name) {
        return limits.of(name);
    }

    @Override
    public void progressed(double fraction, String note) {
        saying.progress(fraction, note);
    }

    private void interrupt(long run) {
        RunningBody body = running;
        if (body != null && body.run().run() == run) {
            body.interrupt();
        }
    }

    /** The node is gone or has no more use for this JVM. What would not end by itself is ended. */
    private void end() {
        RunningBody body = running;
        if (body != null) {
            body.interrupt();
        }
        var last = new Thread(ChildMain::halt, "sampo-end");
        last.setDaemon(true);
        last.start();
        System.exit(0);
    }

    private static void halt() {
        try {
            Thread.sleep(LAST_MILLIS);
        } catch (InterruptedException sooner) {
            // Then sooner.
        }
        Runtime.getRuntime().halt(0);
    }
}
