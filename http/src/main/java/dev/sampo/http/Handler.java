package dev.sampo.http;

import java.util.concurrent.CompletionStage;

/** Serves one route. What it throws, or what its answer fails with, is told by {@link Problems}. */
interface Handler {
    CompletionStage<Reply> handle(Call call);
}
