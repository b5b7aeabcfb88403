package dev.sampo.command;

import java.nio.charset.Charset;
import java.util.List;

/** Texts that programs and file systems get as bytes: what the locale of the JVM has no bytes for would be altered on the way. */
final class Encoding {
    /** Of file names, and of arguments: which of them follows which differs between versions of Java. */
    private static final List<Charset> OURS =
            List.of(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")), Charset.defaultCharset());

    private Encoding() {}

    /** @throws CommandRefused when it would arrive as something else */
    static String require(String text) {
        return require(text, OURS);
    }

    static String require(String text, List<Charset> encodings) {
        for (Charset encoding : encodings) {
            if (!encoding.newEncoder().canEncode(text)) {
                throw new CommandRefused("\"" + text
                        + "\" cannot be given to a program on this node, whose encoding is " + encoding.name()
                        + "; start the node where the locale is one of UTF-8, such as LC_ALL=C.UTF-8");
            }
        }
        return text;
    }
}
