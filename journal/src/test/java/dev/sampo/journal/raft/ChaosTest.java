package dev.sampo.journal.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.journal.Blob;
import dev.sampo.journal.EventRecord;
import dev.sampo.journal.RawRecord;
import dev.sampo.journal.StoredEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members are stopped, cut off and restarted while somebody writes: what was acknowledged is there, once and in order. */
class ChaosTest {

    private static final long SEED = Long.getLong("chaos.seed", 1);
    private static final int ROUNDS = Integer.getInteger("chaos.rounds", 8);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path root;

    private final Random random = new Random(SEED);
    private volatile Endpoint cut;

    @Test
    void whatWasAcknowledgedIsThereOnceAndInOrder() throws Exception {
        try (Wires wires = new Wires(root, 3, 1 << 16, 15)) {
            wires.filter = (from, to, message) -> !from.equals(cut) && !to.equals(cut);
            wires.founders().forEach(wires::start);
            int written = 0;
            Endpoint stopped = null;
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = random.nextInt(12); i > 0; i--) {
                    write(wires, ++written);
                }
                // At most one is away at a time, in one way or the other: a majority is always there.
                if (stopped != null) {
                    wires.start(stopped);
                    stopped = null;
                } else if (cut != null) {
                    cut = null;
                } else {
                    Endpoint victim = random.nextBoolean() && wires.leader() != null
                            ? wires.leader()
                            : wires.founders().get(random.nextInt(3));
                    if (random.nextBoolean()) {
                        cut = victim;
                    } else {
                        wires.stop(victim);
                        stopped = victim;
                    }
                }
            }
            cut = null;
            if (stopped != null) {
                wires.start(stopped);
            }
            write(wires, ++written);
            assertThat(wires.failures).as("seed " + SEED).isEmpty();
            for (Endpoint member : wires.founders()) {
                assertThat(read(wires.member(member), written))
                        .as("seed " + SEED + ", on " + member)
                        .containsExactlyElementsOf(expected(written));
            }
        }
    }

    private static List<String> expected(int written) {
        List<String> texts = new ArrayList<>();
        for (int i = 1; i <= written; i++) {
            texts.add("e" + i);
        }
        return texts;
    }

    /** Says it again until somebody acknowledges it; nobody else writes, so it must never be refused. */
    private static void write(Wires wires, int number) throws Exception {
        Blob blob = new Blob(0, "", ("e" + number).getBytes());
        StoredEvent event = new StoredEvent(number, 1, "writer of " + number, "", blob, null);
        RawRecord record = new EventRecord("s", List.of(event)).raw();
        byte[] batch = Batch.encode(List.of(new Write.Append(record, number - 1)));
        Awaitility.await().atMost(LIMIT).until(() -> {
            Endpoint leader = wires.leader();
            if (leader == null) {
                return false;
            }
            try {
                List<Written> results = wires.member(leader)
                        .append(batch)
                        .get(1, TimeUnit.SECONDS)
                        .getResult();
                assertThat(results).as("seed " + SEED).containsExactly(new Written(true, number));
                return true;
            } catch (ExecutionException | TimeoutException e) {
                return false; // it may have happened; again
            }
        });
    }

    private static List<String> read(RaftMember member, int written) throws Exception {
        Awaitility.await().atMost(LIMIT).until(() -> member.streams().reserved("s") == written);
        member.streams().settled().get(60, TimeUnit.SECONDS);
        List<String> texts = new ArrayList<>();
        member.streams()
                .replay(
                        "s",
                        1,
                        written,
                        Long.MAX_VALUE,
                        event -> texts.add(new String(event.payload().bytes())));
        return texts;
    }
}
