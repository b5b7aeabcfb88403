/** The words everything else is said in: jobs, tasks, attempts, outcomes, values and the facts that are journaled. */
package dev.sampo.job;
