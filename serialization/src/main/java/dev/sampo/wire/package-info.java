/**
 * What actors say to each other across nodes, what the journal keeps, and the bytes of both: start with
 * {@link dev.sampo.wire.ToScheduler}, {@link dev.sampo.wire.ToWorker} and {@link dev.sampo.wire.FactsCodec}.
 */
package dev.sampo.wire;
