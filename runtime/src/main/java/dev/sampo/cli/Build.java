package dev.sampo.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** What is known of the jar this class came in. */
final class Build {
    private static final String PROPERTIES = "/META-INF/maven/dev.sampo/sampo-runtime/pom.properties";

    private Build() {}

    /** The version, or {@code unpackaged} when the classes come from no jar. */
    static String version() throws IOException {
        var properties = new Properties();
        try (InputStream in = Build.class.getResourceAsStream(PROPERTIES)) {
            if (in != null) {
                properties.load(in);
            }
        }
        return properties.getProperty("version", "unpackaged");
    }
}
