/** Counts and measures what happens on a node, in any registry of Micrometer: begin at {@link dev.sampo.metrics.SampoMetrics}. */
package dev.sampo.metrics;
