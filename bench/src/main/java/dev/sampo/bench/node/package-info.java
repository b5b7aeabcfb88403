/** What measurements of the planner have in place of workers. */
package dev.sampo.bench.node;
