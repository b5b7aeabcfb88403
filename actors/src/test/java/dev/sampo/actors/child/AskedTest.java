package dev.sampo.actors.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.actors.limit.Limits;
import dev.sampo.resilience.limit.Algorithm;
import dev.sampo.resilience.limit.LimitSettings;
import dev.sampo.resilience.limit.Rate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AskedTest {
    @Test
    void whoWaitedIsToldInTheNodesOwnWordsWhyItWaitedInVain() throws IOException {
        var slow = LimitSettings.of("slow", Algorithm.TOKEN_BUCKET, Rate.perHour(1), 1);
        var limits = new Limits(List.of(slow), false, Runnable::run);
        var answer = new ByteArrayOutputStream();
        var asked = new Asked(limits, Runnable::run, message -> message.to(new DataOutputStream(answer)));
        limits.of("slow").ask("", 1, Duration.ofHours(1)).join();
        asked.ask(question(7, "slow"));
        limits.close();

        var in = new DataInputStream(new ByteArrayInputStream(answer.toByteArray()));
        assertThat(in.readByte()).isEqualTo((byte) Frames.ANSWER);
        assertThat(in.readLong()).isEqualTo(7);
        assertThat(in.readByte()).isEqualTo((byte) Asked.BROKEN);
        assertThat(Frames.text(in)).isEqualTo("limit \"slow\" is of a Sampo that was closed");
    }

    private static DataInputStream question(long id, String limit) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeLong(id);
        Frames.text(out, limit);
        Frames.text(out, "");
        out.writeLong(1);
        out.writeLong(Duration.ofHours(1).toNanos());
        return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    }
}
