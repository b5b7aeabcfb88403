package dev.sampo.wire;

import dev.sampo.planning.Answer;

/** What a client is told by a partition. */
public record ToClient(Answer answer) implements Wire {}
