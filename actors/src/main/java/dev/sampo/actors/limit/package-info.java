/** Limits as bodies and callers meet them on a node: start with {@link dev.sampo.actors.limit.Limits}. */
package dev.sampo.actors.limit;
