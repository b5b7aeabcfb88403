package dev.sampo.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {

    @ParameterizedTest
    @CsvSource({"0,0", "17,17", "17b,17", "1k,1024", "256MB,268435456", "1.5 GiB,1610612736", "' 2 tb ',2199023255552"})
    void sizesAreReadAsPeopleWriteThem(String text, long bytes) {
        assertThat(MemorySize.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MB", "-1MB", "1e3", "1 XB", "1.MB", "NaN", "1,5GB", "0x10"})
    void whatIsNoSizeIsRefusedWithAnExample(String text) {
        assertThatThrownBy(() -> MemorySize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"")
                .hasMessageContaining("256MB");
    }

    @Test
    void moreThanCanBeCountedIsRefused() {
        assertThatThrownBy(() -> MemorySize.parse("999999999999TB")).hasMessageContaining("more memory than");
    }

    @Test
    void nothingAtAllIsRefused() {
        assertThatThrownBy(() -> MemorySize.parse(null)).hasMessageContaining("memory size is null");
    }

    @ParameterizedTest
    @CsvSource({"0,0B", "1023,1023B", "1024,1KiB", "1536,1.5KiB", "268435456,256MiB", "-1536,-1.5KiB"})
    void sizesAreShownInTheLargestUnitThatFits(long bytes, String text) {
        assertThat(MemorySize.format(bytes)).isEqualTo(text);
    }
}
