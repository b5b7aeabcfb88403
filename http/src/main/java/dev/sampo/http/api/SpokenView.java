package dev.sampo.http.api;

/**
 * Some of what a command has written.
 *
 * @param attempt which try it was; 0 for what is kept of the last one
 * @param stdout what came since the last such event of this stream; empty for nothing
 * @param leftOut how many bytes came besides, of both streams, that are not there any more; -1 when some are missing and
 *     nobody knows how many: then some of this may have been told before
 */
public record SpokenView(int attempt, String stdout, String stderr, long leftOut) {}
