package dev.sampo.actors;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Asks a journal how far a stream has been written, by anybody: a scheduler that was replaced without knowing it learns so
 * before it answers from its past. Fails, or stays silent, where the journal cannot know.
 */
public interface Barrier {

    /** For a journal that only this process writes. */
    Barrier IMMEDIATE = persistenceId -> CompletableFuture.completedFuture(0L);

    /** The highest sequence number of the stream at a moment after the call. */
    CompletionStage<Long> highest(String persistenceId);
}
