package dev.sampo.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.job.Value;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BriefTest {
    private static Written written(int exitCode, String stdout, String stderr) {
        byte[] brief = Brief.of(exitCode, stdout, stderr);
        assertThat(brief).hasSizeLessThanOrEqualTo(Value.Stored.BRIEF_MAX);
        return Brief.read(brief).orElseThrow();
    }

    @Test
    void whatFitsComesBackAsItWas() {
        var end = "[..]\n" + "é\n".repeat(1_300);
        assertThat(written(3, end, "\u0000\u001e")).isEqualTo(new Written(3, null, end, "\u0000\u001e"));
        assertThat(written(0, "", "")).isEqualTo(new Written(0, null, "", ""));
    }

    @Test
    void whatDoesNotIsCutAtItsBeginningAndSaysSo() {
        Written cut = written(0, "line\n".repeat(2_000), "short");
        assertThat(cut.isCut()).isTrue();
        assertThat(cut.stdout()).startsWith("[..]\nline\n").endsWith("line\n").hasSizeGreaterThan(4_000);
        assertThat(cut.stderr()).isEqualTo("short");
        assertThat(written(0, "\ufffd".repeat(4_096), "\ud83d\ude00".repeat(3_000))
                        .isCut())
                .isTrue();
    }

    @Test
    void bytesThatAreNoneOfACommandSayNothing() {
        assertThat(Brief.read(new byte[0])).isEmpty();
        assertThat(Brief.read(new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 0, 0})).isEmpty();
        byte[] brief = Brief.of(0, "out", "");
        assertThat(Brief.read(Arrays.copyOf(brief, brief.length - 1))).isEmpty();
        brief[6] = -1;
        assertThat(Brief.read(brief)).isPresent();
    }
}
