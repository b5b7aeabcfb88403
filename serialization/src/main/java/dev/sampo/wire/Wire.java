package dev.sampo.wire;

/** What may cross between nodes; configuration binds this one name to {@link WireSerializer}, so no type can be forgotten. */
public sealed interface Wire
        permits ToScheduler,
                ToWorker,
                ToClient,
                ToPeer,
                Piece,
                TakesOn,
                Equipped,
                LoadTold,
                OutputTold,
                ProgressTold,
                ToLimiter,
                FromLimiter {}
