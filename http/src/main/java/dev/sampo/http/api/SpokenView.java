package dev.sampo.http.api;

/**
 * Some of what a command has written.
 *
 * @param attempt which try it was
 * @param stdout what came since the last such event of this stream; empty for nothing
 * @param leftOut how many bytes came besides, of both streams, that are not there any more
 */
public record SpokenView(int attempt, String stdout, String stderr, long leftOut) {}
