/** One partition: its scheduler drives the planner, its journal keeps the facts; start with {@link dev.sampo.actors.scheduler.SchedulerActor}. */
package dev.sampo.actors.scheduler;
