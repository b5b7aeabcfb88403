/**
 * The engine: actors around the pure core, and the threads that run bodies. Start with {@link dev.sampo.actors.Engine};
 * {@code scheduler} is the partition's side, {@code worker} the node's, {@code route} how one finds the other.
 */
package dev.sampo.actors;
