/**
 * Sampo as users hold it. Start with {@link dev.sampo.Sampo#local()}, build a {@link dev.sampo.dag.Dag}, submit it, and ask the
 * {@link dev.sampo.Job} for its results.
 */
package dev.sampo;
