package dev.sampo.file;

import java.io.Serializable;

/**
 * One thing that is wrong with a file.
 *
 * @param line from 1; 0 when it is in no line
 * @param what the thing and its remedy
 */
public record Finding(int line, int column, String what) implements Serializable {

    /** @param source the file's name; empty for what has none */
    String text(String source) {
        if (line == 0) {
            return source.isEmpty() ? what : source + ": " + what;
        }
        return (source.isEmpty() ? "line " + line + ", column " + column : source + ":" + line + ":" + column) + ": "
                + what;
    }
}
