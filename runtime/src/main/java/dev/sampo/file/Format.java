package dev.sampo.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.util.Locale;
import org.yaml.snakeyaml.LoaderOptions;

/** How a job is written down; the model is one. */
public enum Format {
    JSON {
        @Override
        JsonFactory factory() {
            return JsonFactory.builder().streamReadConstraints(limits()).build();
        }
    },
    YAML {
        @Override
        JsonFactory factory() {
            var options = new LoaderOptions();
            options.setCodePointLimit(ItemReader.BYTES_MAX);
            options.setNestingDepthLimit(ItemReader.DEPTH_MAX + 2);
            return YAMLFactory.builder()
                    .loaderOptions(options)
                    .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                    .streamReadConstraints(limits())
                    .build();
        }
    };

    private static final int NUMBER_MAX = 64;

    abstract JsonFactory factory();

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
