/**
 * What simulated tasks do: a {@link dev.sampo.sim.body.Recipe} stands where a user's code would,
 * {@link dev.sampo.sim.body.Graphs} strings recipes to Dags, and a {@link dev.sampo.sim.body.Stamp} makes every value
 * tell which attempt made it.
 */
package dev.sampo.sim.body;
