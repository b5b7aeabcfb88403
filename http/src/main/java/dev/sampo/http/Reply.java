package dev.sampo.http;

import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** What a handler answers. */
sealed interface Reply {

    /** One object. */
    record Json(int status, Object body) implements Reply {}

    /** A file of the page. */
    record File(Asset asset) implements Reply {}

    /** Server-sent events, for as long as there are any. */
    record Events(Source<ByteString, NotUsed> stream) implements Reply {}

    /** One value as JSON, as fast as it is read. */
    record Stream(Source<ByteString, NotUsed> json) implements Reply {}

    /**
     * One value that is bytes, or a part of them.
     *
     * @param tag the whole of them by their content, as ETag has it
     */
    record Bytes(String tag, ByteRange range, Source<ByteString, NotUsed> bytes) implements Reply {}

    /**
     * Text of any kind, piece by piece.
     *
     * @param type of the content, with its parameters
     * @param file the name under which a browser is to save it; empty where it may show it
     */
    record Text(String type, String file, Source<ByteString, NotUsed> pieces) implements Reply {}

    static Reply text(String type, String text) {
        return new Text(type, "", Source.single(ByteString.fromString(text)));
    }

    static Reply ok(Object body) {
        return new Json(200, body);
    }

    static Reply accepted(Object body) {
        return new Json(202, body);
    }
}
