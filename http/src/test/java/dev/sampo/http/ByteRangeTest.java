package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
    private static ByteRange of(String header) {
        return ByteRange.of(Optional.of(header), 10, "\"tag\"", Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"0-0,0-0", "2-4,2-4", "2-,2-9", "2-99,2-9", "-3,7-9", "9-9,9-9"})
    void oneStretchIsSent(String said, String sent) {
        assertThat(of("bytes=" + said)).hasToString("bytes " + sent + "/10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-9", "bytes=0-", "bytes=-10", "bytes=-99"})
    void allOfItIsTheWhole(String said) {
        assertThat(of(said).isWhole()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=4-2",
                "bytes=0-1,3-4",
                "lines=0-1",
                "bytes=a-b",
                "bytes=99999999999999999999-",
                "bytes=1--2"
            })
    void whatIsNoSingleStretchIsPassedOver(String said) {
        assertThat(of(said)).isEqualTo(ByteRange.whole(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=999999999999999999-"})
    void whereThereIsNothingNothingIsSent(String said) {
        assertThatThrownBy(() -> of(said)).isInstanceOf(Problem.Refusal.class).hasMessageContaining("10 bytes");
    }

    @Test
    void ofAnotherValueNoPartIsSent() {
        assertThat(ByteRange.of(Optional.of("bytes=1-2"), 10, "\"new\"", Optional.of("\"old\""))
                        .isWhole())
                .isTrue();
        assertThat(ByteRange.of(Optional.of("bytes=1-2"), 10, "\"same\"", Optional.of("\"same\""))
                        .length())
                .isEqualTo(2);
    }

    @Test
    void nothingAtAllIsWhole() {
        assertThat(ByteRange.of(Optional.empty(), 0, "\"tag\"", Optional.empty())
                        .isWhole())
                .isTrue();
    }
}
