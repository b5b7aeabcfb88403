package dev.sampo.journal.log;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Appends numbers for ever and prints each once it is acknowledged; given {@code nosync}, without forcing. */
final class AckingAppender {

    private AckingAppender() {}

    public static void main(String[] arguments) throws Exception {
        boolean fsync = arguments.length < 2 || !arguments[1].equals("nosync");
        LogSettings settings = new LogSettings(
                Path.of(arguments[0]), 1 << 16, 1 << 16, fsync, 1 << 20, 100, Duration.ofSeconds(5), 1 << 16);
        long[] next = {0};
        Log log = Log.open(settings, Disk.real(), new Recorder(), (position, payload) -> next[0]++);
        boolean alive = true;
        while (alive) {
            List<Payload> some = LogFixture.payloads(next[0]++ + "", next[0]++ + "", next[0]++ + "");
            alive = log.append(some).handle((done, failure) -> failure == null).join();
            if (alive) {
                System.out.println("acked " + next[0]);
            }
        }
        Runtime.getRuntime().halt(1);
    }
}
