/**
 * What must never happen, seen by one who sees everything: start with {@link dev.sampo.sim.check.Observer}, which lists
 * the invariants; each is a class of its own named as the sentence it holds.
 *
 * <p>The invariants keep their own account of the journal ({@code JournalPicture}) and of every value ever made
 * ({@code Makings}) instead of asking the core, so that a fault in the core cannot hide itself.
 */
package dev.sampo.sim.check;
