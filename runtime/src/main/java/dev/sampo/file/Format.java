package dev.sampo.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.yaml.snakeyaml.LoaderOptions;

/** How a job is written down; the model is one. */
public enum Format {
    JSON {
        @Override
        JsonParser parser(byte[] bytes) throws IOException {
            int start = Arrays.equals(bytes, 0, Math.min(MARK.length, bytes.length), MARK, 0, MARK.length)
                    ? MARK.length
                    : 0;
            var in = new ByteArrayInputStream(bytes, start, bytes.length - start);
            // As characters: of bytes the parser counts each as a column.
            var characters = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
            return JsonFactory.builder().streamReadConstraints(limits()).build().createParser(characters);
        }
    },
    YAML {
        @Override
        JsonParser parser(byte[] bytes) throws IOException {
            var options = new LoaderOptions();
            options.setCodePointLimit(ItemReader.BYTES_MAX);
            options.setNestingDepthLimit(ItemReader.DEPTH_MAX + 2);
            return YAMLFactory.builder()
                    .loaderOptions(options)
                    .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                    .streamReadConstraints(limits())
                    .build()
                    .createParser(bytes);
        }
    };

    /** What some editors put before a text in UTF-8. */
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private static final int NUMBER_MAX = 64;

    abstract JsonParser parser(byte[] bytes) throws IOException;

    private static StreamReadConstraints limits() {
        return StreamReadConstraints.builder()
                .maxNestingDepth(ItemReader.DEPTH_MAX + 2)
                .maxStringLength(ItemReader.TEXT_MAX)
                .maxNumberLength(NUMBER_MAX)
                .build();
    }

    /** By the end of its name; YAML, of which JSON is a part, when that tells nothing. */
    public static Format of(String fileName) {
        return fileName.toLowerCase(Locale.ROOT).endsWith(".json") ? JSON : YAML;
    }
}
