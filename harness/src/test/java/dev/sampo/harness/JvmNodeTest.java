package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JvmNodeTest {
    /** A port that was opened for the new life, and shut at the end of the old one, refused everybody from then on. */
    @Test
    @Timeout(120)
    void aLifeBeginsWhenTheEndOfTheOneBeforeIsDone(@TempDir Path directory) {
        var node = new JvmNode(
                "node-0",
                ConfigFactory.parseString("sampo.cluster.port = -1"),
                List.of("-XX:+UseSerialGC", "-Xmx64m"),
                directory,
                Optional.empty());
        var door = new CopyOnWriteArrayList<String>();
        var noticed = new CountDownLatch(1);
        node.start(() -> door.add("open"), () -> {
            await(noticed);
            door.add("shut");
        });
        ProcessHandle.of(node.pid()).ifPresent(ProcessHandle::destroyForcibly);
        while (node.isRunning()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        assertThat(door).containsExactly("open");
        var again = CompletableFuture.runAsync(() -> node.start(() -> door.add("open"), () -> {}));
        assertThat(door).containsExactly("open");
        noticed.countDown();
        again.join();
        assertThat(door).containsExactly("open", "shut", "open");
        node.kill();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
