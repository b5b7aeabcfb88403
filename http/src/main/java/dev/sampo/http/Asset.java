package dev.sampo.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.MediaTypes;

/** A file of the page, as it is in the jar; which there are is said here, so that no name leads anywhere else. */
record Asset(ContentType type, byte[] bytes) {

    static final String INDEX = "index.html";

    /** Scripts, styles and connections of this node only, none within the document, and no markup made from text. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'; trusted-types 'none'";

    private static final ContentType SCRIPT = MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8);
    private static final ContentType STYLE = MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8);
    private static final ContentType IMAGE = MediaTypes.IMAGE_SVG_XML.toContentType();
    private static final Map<String, ContentType> TYPES = Map.ofEntries(
            Map.entry(INDEX, ContentTypes.TEXT_HTML_UTF8),
            Map.entry("page.css", STYLE),
            Map.entry("icon.svg", IMAGE),
            Map.entry("app.js", SCRIPT),
            Map.entry("api.js", SCRIPT),
            Map.entry("ui.js", SCRIPT),
            Map.entry("cluster.js", SCRIPT),
            Map.entry("jobs.js", SCRIPT),
            Map.entry("job.js", SCRIPT),
            Map.entry("graph.js", SCRIPT),
            Map.entry("timeline.js", SCRIPT),
            Map.entry("tasks.js", SCRIPT),
            Map.entry("asking.js", SCRIPT),
            Map.entry("values.js", SCRIPT),
            Map.entry("output.js", SCRIPT),
            Map.entry("steer.js", SCRIPT));

    /** All of them by name, read once. */
    static Map<String, Asset> all() {
        var all = new TreeMap<String, Asset>();
        TYPES.forEach((name, type) -> all.put(name, new Asset(type, read(name))));
        return all;
    }

    static Optional<Asset> of(Map<String, Asset> all, String name) {
        return Optional.ofNullable(all.get(name));
    }

    private static byte[] read(String name) {
        try (InputStream file = Asset.class.getResourceAsStream("page/" + name)) {
            if (file == null) {
                throw new IllegalStateException("page/" + name + " is missing in the jar of sampo-http");
            }
            return file.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
