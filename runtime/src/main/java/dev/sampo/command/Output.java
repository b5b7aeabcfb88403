package dev.sampo.command;

/** What the standard output of a command is, as the value that other tasks get. */
public enum Output {
    /** Not kept, but for its end. */
    NONE,
    /** One text, without the line break at its end. */
    TEXT,
    /** A list of its lines. */
    LINES,
    /** What the JSON in it says. */
    JSON
}
