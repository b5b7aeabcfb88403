package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Codes and passes, in time. */
class PassesTest {
    @TempDir
    private Path directory;

    private Token token;
    private Passes passes;
    private long now = 1_000_000;

    @BeforeEach
    void begin() {
        token = Token.at(directory.resolve("token"));
        passes = of(token);
    }

    private Passes of(Token whose) {
        return new Passes(whose, Duration.ofHours(1), () -> now);
    }

    private String pass() {
        return "Bearer " + passes.exchange(passes.code().text()).orElseThrow().text();
    }

    @Test
    void aCodeIsWorthNothingAfterTwoMinutes() {
        String code = passes.code().text();
        now += Passes.CODE_FOR.toMillis();
        assertThat(passes.exchange(code)).isEmpty();
    }

    @Test
    void ofManyCodesTheOldestAreForgotten() {
        String first = passes.code().text();
        String second = passes.code().text();
        for (int i = 0; i < 99; i++) {
            passes.code();
        }
        assertThat(passes.exchange(first)).isEmpty();
        assertThat(passes.exchange(second)).isPresent();
    }

    @Test
    void aPassIsWorthNothingWhenItsTimeIsOver() {
        String pass = pass();
        assertThat(passes.isSentAs(pass)).isTrue();
        assertThat(passes.left(pass)).contains(Duration.ofHours(1));
        now += Duration.ofHours(1).toMillis();
        assertThat(passes.isSentAs(pass)).isFalse();
    }

    @Test
    void aNodeThatWasStartedAnewKnowsItAndOneWithAnotherTokenDoesNot() {
        String pass = pass();
        assertThat(of(token).isSentAs(pass)).isTrue();
        assertThat(of(Token.at(directory.resolve("another"))).isSentAs(pass)).isFalse();
    }

    @Test
    void whatWasNotSignedIsNoPass() {
        String pass = pass();
        for (String wrong : new String[] {
            "",
            "Bearer ",
            "Bearer ..",
            "Bearer a.b.c",
            pass.substring(7),
            pass + "x",
            "Bearer 9" + pass.substring(7),
            pass.substring(0, pass.lastIndexOf('.') + 1),
            token.bearer()
        }) {
            assertThat(passes.isSentAs(wrong)).as(wrong).isFalse();
        }
    }

    @Test
    void nothingSecretIsPutIntoWords() {
        Passes.Timed code = passes.code();
        assertThat(code.toString()).doesNotContain(code.text());
    }
}
