package dev.sampo.actors.child;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/** What a child says to its node, one message after the other on a thread of its own. */
final class Saying {
    private record Progress(double fraction, String note) {}

    private final LinkedBlockingQueue<Child.Message> messages = new LinkedBlockingQueue<>();
    private final AtomicReference<Progress> latest = new AtomicReference<>();
    private final DataOutputStream out;

    Saying(DataOutputStream out) {
        this.out = out;
        var thread = new Thread(this::serve, "sampo-saying");
        thread.setDaemon(true);
        thread.start();
    }

    void say(Child.Message message) {
        messages.add(message);
    }

    /** Only the latest counts: however fast a body counts up, one message at most waits to be sent. */
    void progress(double fraction, String note) {
        if (latest.getAndSet(new Progress(fraction, note)) == null) {
            say(this::progress);
        }
    }

    private void progress(DataOutputStream to) throws IOException {
        Progress progress = latest.getAndSet(null);
        to.writeByte(Frames.PROGRESS);
        to.writeDouble(progress.fraction());
        Frames.text(to, String.valueOf(progress.note()));
    }

    private void serve() {
        try {
            while (true) {
                messages.take().to(out);
                if (messages.isEmpty()) {
                    out.flush();
                }
            }
        } catch (IOException | InterruptedException gone) {
            // The thread that listens has noticed, and ends this JVM.
        } catch (RuntimeException | Error broken) {
            broken.printStackTrace();
            Runtime.getRuntime().halt(ChildMain.MISUNDERSTOOD);
        }
    }
}
