/** The decisions of a partition: start with {@link dev.sampo.planning.Planner}. */
package dev.sampo.planning;
